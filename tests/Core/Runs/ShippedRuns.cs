namespace GanCluster.Core.Tests.Runs;

/// <summary>The files of cluster-config/runs.</summary>
internal static class ShippedRuns
{
    internal static IEnumerable<string> Files => Directory.GetFiles(Folder(), "*.json").Order(StringComparer.Ordinal);

    internal static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder!.FullName, "cluster-config", "runs")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "cluster-config", "runs");
    }
}
