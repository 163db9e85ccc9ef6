using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Runs;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>Three coordinators: whoever acts is lost, and the others go on.</summary>
[Collection(RunCollection.Name)]
public sealed class FailOverSpecs
{
    /// <summary>Six processes begin at once, perhaps on two cores.</summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(150);

    [Theory]
    [InlineData("gradients")]
    [InlineData("parameters")]
    public async Task The_acting_coordinator_killed_costs_seconds_and_no_bit(string sync)
    {
        await using var run = new NodesRun($"sync={sync}", "syncEvery=20") { Patience = Beginning };
        var train = run.Train(2, more: ["--coordinators", "3"]);
        var coordinators = new Coordinators(run, 3);
        await run.Committed(3);

        var (lost, at) = await coordinators.Strike(NodeProcess.KillNow);
        var next = await coordinators.Acting(at);
        await coordinators.CommittedAfter(next, at);
        train.Signal(NodeProcess.Terminate);
        var ran = await run.Same(await train.Exit());

        Assert.NotEqual(lost, next);
        Assert.Equal(0, ran.Json.GetProperty("steps_redone").GetInt64());
        var rounds = coordinators.Read(0, journal => journal.ReadRounds().ToList())!;
        Assert.Equal(ran.Json.GetProperty("steps").GetInt64(), rounds.Sum(row => row.Steps));
        Assert.Equal(ran.WeightsSha256, (string?)RunSummary.Read(RunFiles.Summary(run.Folder))!["weights_sha256"]);
        var replayed = await Ran.Of("replay", run.Folder, "--from", "0");
        Assert.Equal((0, ""), (replayed.Code, replayed.Error));
    }
}
