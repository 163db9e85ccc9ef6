using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Runs;
using GanCluster.Node.Supervision;

namespace GanCluster.EndToEnd.Tests.Supervision;

public sealed class CoordinatorFoldersSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_run_s_folder_becomes_that_of_the_last_and_the_others_stay()
    {
        Write("old", RunFiles.Database(_folder.Path), RunFiles.Database(_folder.Path) + "-wal", Checkpoint(_folder.Path, "1"));
        Write("old", Path.Combine(RunFiles.Safe(_folder.Path), "copy"));
        var last = CoordinatorFolders.Of(_folder.Path, 2);
        Write("new", RunFiles.Database(last), Checkpoint(last, "2"), RunFiles.Summary(last));

        CoordinatorFolders.MakeWhole(_folder.Path, 2);

        Assert.Equal(
            ["checkpoints/2: new", "coordinator-3/checkpoints/2: new", "coordinator-3/run.db: new", "coordinator-3/summary.json: new",
                "run.db: new", "summary.json: new"],
            Files());
    }

    [Fact]
    public void What_can_t_be_copied_leaves_it_as_it_was()
    {
        Write("old", RunFiles.Database(_folder.Path), Checkpoint(_folder.Path, "1"));
        var last = CoordinatorFolders.Of(_folder.Path, 1);
        Write("new", RunFiles.Database(last));
        File.CreateSymbolicLink(RunFiles.Summary(last), _folder.Below("nowhere"));

        Assert.ThrowsAny<IOException>(() => CoordinatorFolders.MakeWhole(_folder.Path, 1));

        Assert.Equal("old", File.ReadAllText(RunFiles.Database(_folder.Path)));
        Assert.Equal("old", File.ReadAllText(Checkpoint(_folder.Path, "1")));
    }

    private static string Checkpoint(string folder, string name) => Path.Combine(RunFiles.Checkpoints(folder), name);

    private static void Write(string text, params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
        .Select(file => $"{Path.GetRelativePath(_folder.Path, file)}: {File.ReadAllText(file)}").Order(StringComparer.Ordinal);
}
