namespace GanCluster.Ops.Tests.Setup;

/// <summary>The files of this checkout.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    internal static string Read(string relative) => File.ReadAllText(Path(relative));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder!.FullName, "GanCluster.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
