using System.Diagnostics;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Runs;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>SIGTERM finds <c>train</c> at any moment of its start ready to end.</summary>
[Collection(TimedCollection.Name)]
public sealed class StopAtStartSpecs
{
    /// <summary>On two quiet cores it takes 1 to 3 s; a node that hears nothing would be given ten beside.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public enum Moment
    {
        CoordinatorStarts,
        CoordinatorHasFolder,
        CoordinatorListens,
        WorkersStart,
        WorkerLoadsLibtorch,
        FirstRound,
    }

    [Theory]
    [InlineData(Moment.CoordinatorStarts)]
    [InlineData(Moment.CoordinatorHasFolder)]
    [InlineData(Moment.CoordinatorListens)]
    [InlineData(Moment.WorkersStart)]
    [InlineData(Moment.WorkerLoadsLibtorch)]
    [InlineData(Moment.FirstRound)]
    public async Task Told_to_stop_it_ends_soon_and_names_only_what_is_there(Moment moment)
    {
        await using var run = new NodesRun();
        var train = run.Start(
            "train", "fashion-dcgan", "--nodes", "2", "--steps", "1e6", "--set", "network.width=32", "--out", run.Folder);
        await run.Until(() => Came(moment, run), $"the moment {moment}");

        var watch = Stopwatch.StartNew();
        train.Signal(NodeProcess.Terminate);
        var ran = await train.Exit();

        Assert.True(watch.Elapsed < Deadline, $"it took {watch.Elapsed}: {ran.Error}");
        Assert.True(ran.Code == 0, $"exit code {ran.Code}: {ran.Error}");
        Assert.All(Paths(ran.Output, run.Folder), path => Assert.True(Path.Exists(path), $"{path}, in {ran.Output}"));
        await run.NothingLeft();
    }

    private static bool Came(Moment moment, NodesRun run) => moment switch
    {
        Moment.CoordinatorStarts => run.Processes.Any(p => p.Command == "coordinator"),
        Moment.CoordinatorHasFolder => Directory.Exists(run.Folder),
        Moment.CoordinatorListens => LiveRun.Read(run.Folder)?.Address is not null,
        Moment.WorkersStart => run.WorkerNodes.Count == 2,
        Moment.WorkerLoadsLibtorch => run.WorkerNodes.Any(worker => worker.HasLoaded("libtorch_cpu")),
        Moment.FirstRound => run.HasCommitted,
        _ => throw new ArgumentOutOfRangeException(nameof(moment)),
    };

    private static IEnumerable<string> Paths(string output, string folder) => output
        .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Where(word => word.StartsWith(folder, StringComparison.Ordinal));
}
