using GanCluster.EndToEnd.Tests.Runs;

namespace GanCluster.EndToEnd.Tests.Nodes;

[Collection(TimedCollection.Name)]
public sealed class HungWorkerSpecs
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData("gradients")]
    [InlineData("parameters")]
    public async Task A_worker_node_that_hangs_is_done_without_and_comes_back(string sync)
    {
        await using var run = new NodesRun($"sync={sync}", "syncEvery=50");
        var train = run.Train(3);
        await run.Committed(2);
        var victim = run.WorkerNodes[1];
        await run.OpenRound();

        var at = DateTimeOffset.UtcNow;
        victim.Signal(NodeProcess.Halt);
        var (fault, next) = await run.Recovered(at);
        Assert.True(next.BegunAt - at < Recovery, $"stopped at {at:O}, {fault}, {next}");
        await run.Committed((int)next.Round);

        var back = DateTimeOffset.UtcNow;
        victim.Signal(NodeProcess.Continue);
        await run.Journal(
            journal => journal.ReadRefusals().FirstOrDefault(r => r.At > back && r.Worker == fault.Worker),
            $"a stale word of {fault.Worker}");
        var shared = await run.Journal(
            journal => journal.ReadContributions().FirstOrDefault(c => c.Worker == fault.Worker && c.Round > next.Round),
            $"{fault.Worker} in a later round");
        await run.Committed((int)shared.Round + 1);

        train.Signal(NodeProcess.Terminate);
        var ran = await run.Same(await train.Exit());
        Assert.InRange(ran.Json.GetProperty("faults").GetInt64(), 1, 2);
    }
}
