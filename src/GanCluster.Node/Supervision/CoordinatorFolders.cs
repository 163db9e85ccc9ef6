using GanCluster.Node.Runs;

namespace GanCluster.Node.Supervision;

/// <summary>The folders of several coordinators of one run on this machine: the run's own is the first one's, and those of the others
/// lie in it.</summary>
internal static class CoordinatorFolders
{
    /// <param name="coordinator">Counted from 0.</param>
    internal static string Of(string folder, int coordinator) =>
        coordinator == 0 ? folder : Path.Combine(folder, $"coordinator-{coordinator + 1}");

    /// <summary>Makes the run's folder what that of the one is who coordinated to the end, which stays as it is: it is a journal, and
    /// a run that goes on asks a majority of them.</summary>
    internal static void MakeWhole(string folder, int last)
    {
        if (last == 0)
        {
            return;
        }

        var from = Of(folder, last);
        foreach (var log in new[] { "-wal", "-shm" })
        {
            File.Delete(RunFiles.Database(folder) + log);
        }

        foreach (var place in new[] { RunFiles.Checkpoints(folder), RunFiles.Safe(folder) }.Where(Directory.Exists))
        {
            Directory.Delete(place, recursive: true);
        }

        Copy(new DirectoryInfo(from), folder);
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
        {
            // Whoever reads the old one has it to the end.
            var partial = Path.Combine(to, file.Name + ".partial");
            file.CopyTo(partial, overwrite: true);
            File.Move(partial, Path.Combine(to, file.Name), overwrite: true);
        }

        foreach (var below in from.EnumerateDirectories())
        {
            Copy(below, Path.Combine(to, below.Name));
        }
    }
}
