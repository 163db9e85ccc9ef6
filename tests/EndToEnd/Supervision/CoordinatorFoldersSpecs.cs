using System.Text.Json.Nodes;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Node.Supervision;

namespace GanCluster.EndToEnd.Tests.Supervision;

public sealed class CoordinatorFoldersSpecs : IDisposable
{
    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_run_s_folder_becomes_that_of_the_last_and_the_others_stay()
    {
        Write("old", Checkpoint(_folder.Path, "1"), Path.Combine(RunFiles.Safe(_folder.Path), "copy"));
        var last = CoordinatorFolders.Of(_folder.Path, 2);
        Write("new", Checkpoint(last, "2"));
        WriteSummary(last);
        Seen(last, 1, "worker-2");

        CoordinatorFolders.MakeWhole(_folder.Path, 2);

        Assert.Equal(
            ["checkpoints/2", "coordinator-3/checkpoints/2", "coordinator-3/run.db", "coordinator-3/summary.json", "run.db", "summary.json"],
            Files());
        Assert.Equal("new", File.ReadAllText(Checkpoint(_folder.Path, "2")));
        Assert.Equal(["worker-2"], Faults(_folder.Path));
    }

    [Fact]
    public void A_failed_run_s_folder_becomes_that_of_the_one_who_acted_last()
    {
        var (last, standby) = (CoordinatorFolders.Of(_folder.Path, 1), CoordinatorFolders.Of(_folder.Path, 2));
        Acted(_folder.Path, 9);
        Rounds(last, steps: 40);
        Acted(last, 5);
        Rounds(standby, steps: 40);
        Write("new", Checkpoint(last, "2"));

        CoordinatorFolders.MakeWhole(_folder.Path);

        Assert.Equal("new", File.ReadAllText(Checkpoint(_folder.Path, "2")));
        Assert.Equal("new", File.ReadAllText(Checkpoint(last, "2")));
    }

    /// <summary>The one that acted was killed between the last commit and the end, which another came to without an attempt.</summary>
    [Fact]
    public void A_failed_run_s_folder_becomes_that_of_the_one_who_saved_its_end()
    {
        var last = CoordinatorFolders.Of(_folder.Path, 1);
        Rounds(_folder.Path, steps: 40);
        Acted(_folder.Path, 9);
        Write("old", Path.Combine(RunFiles.Checkpoint(_folder.Path, 20), "manifest"));
        Rounds(last, steps: 40);
        Write("new", Path.Combine(RunFiles.Checkpoint(last, 40), "manifest"));

        CoordinatorFolders.MakeWhole(_folder.Path);

        Assert.Equal("new", File.ReadAllText(Path.Combine(RunFiles.Checkpoint(_folder.Path, 40), "manifest")));
    }

    [Fact]
    public void Where_nobody_has_acted_a_failed_run_s_folder_stays_as_it_is()
    {
        Write("old", Checkpoint(_folder.Path, "1"));

        CoordinatorFolders.MakeWhole(_folder.Path);

        Assert.Equal(["checkpoints/1"], Files());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_the_others_saw_while_they_acted_is_in_it_by_its_time(int last)
    {
        var (to, other) = (CoordinatorFolders.Of(_folder.Path, last), CoordinatorFolders.Of(_folder.Path, 1 - last));
        Seen(to, 1, "worker-1", "worker-3");
        Seen(to, 20, "worker-5");
        Seen(other, 10, "worker-4");
        Seen(other, 1, "worker-1");
        Rounds(to, steps: 40);
        Measured(to, 40, 7);
        Measured(other, 20, 5);
        Measured(other, 40, 6);
        Measured(other, 60, 8);
        WriteSummary(to);
        Write("grid", RunFiles.Grid(other, 20));
        Redone(to, 30);
        Redone(other, 4);

        CoordinatorFolders.MakeWhole(_folder.Path, last);

        // As after a run that was resumed.
        WriteSummary(to);
        CoordinatorFolders.MakeWhole(_folder.Path, last);

        Assert.Equal(["worker-1", "worker-3", "worker-4", "worker-5"], Faults(_folder.Path));
        using var journal = RunDatabase.OpenToRead(RunFiles.Database(_folder.Path));
        Assert.Equal([(20, 5), (40, 7)], journal.ReadMeasures().Select(measure => (measure.Step, measure.Value)));
        Assert.Equal("grid", File.ReadAllText(RunFiles.Grid(_folder.Path, 20)));
        var summary = RunSummary.Read(RunFiles.Summary(_folder.Path))!;
        Assert.Equal((4, 34), ((int)summary["faults"]!, (int)summary["steps_redone"]!));
    }

    [Fact]
    public void What_can_t_be_copied_leaves_it_as_it_was()
    {
        Seen(_folder.Path, 1, "worker-1");
        Write("old", Checkpoint(_folder.Path, "1"));
        var last = CoordinatorFolders.Of(_folder.Path, 1);
        Seen(last, 1, "worker-2");
        File.CreateSymbolicLink(RunFiles.Summary(last), _folder.Below("nowhere"));

        Assert.ThrowsAny<IOException>(() => CoordinatorFolders.MakeWhole(_folder.Path, 1));

        Assert.Equal(["worker-1"], Faults(_folder.Path));
        Assert.Equal("old", File.ReadAllText(Checkpoint(_folder.Path, "1")));
    }

    private static void Seen(string folder, double second, params string[] lost)
    {
        using var journal = Journal(folder);
        foreach (var worker in lost)
        {
            journal.AppendFault(new FaultRow(Origin.AddSeconds(second), 1, 1, worker, FaultKinds.WorkerLost, "gone"));
        }
    }

    private static void Acted(string folder, double second)
    {
        using var journal = Journal(folder);
        journal.AppendAttempt(new AttemptRow(2, 1, 1, "", Origin.AddSeconds(second), BegunAt: null));
    }

    private static void Redone(string folder, long steps)
    {
        using var journal = Journal(folder);
        journal.SetRunValue(RunMarks.StepsRedone, $"{steps}");
    }

    private static void Measured(string folder, long step, double value)
    {
        using var journal = Journal(folder);
        journal.AppendMeasure(new MeasureRow(step, "modes", value, Seed: 1));
    }

    private static void Rounds(string folder, long steps)
    {
        using var journal = Journal(folder);
        journal.AppendRound(new RoundRow(1, 1, 1, 1, 0, steps, 64, 1, 1, 0, 0, 0, 0, "", Origin), []);
    }

    private static void WriteSummary(string folder) =>
        RunSummary.Write(RunFiles.Summary(folder), new JsonObject { ["weights_sha256"] = "a", ["faults"] = 0 });

    private static IEnumerable<string> Faults(string folder)
    {
        using var journal = RunDatabase.OpenToRead(RunFiles.Database(folder));
        return [.. journal.ReadFaults().Select(fault => fault.Worker)];
    }

    private static RunDatabase Journal(string folder)
    {
        Directory.CreateDirectory(folder);
        return RunDatabase.Open(RunFiles.Database(folder), create: true);
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
        .Select(file => Path.GetRelativePath(_folder.Path, file)).Order(StringComparer.Ordinal);
}
