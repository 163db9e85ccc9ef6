using GanCluster.EndToEnd.Tests.Runs;

namespace GanCluster.EndToEnd.Tests.Nodes;

[Collection(TimedCollection.Name)]
public sealed class KilledWorkerSpecs
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("gradients", 17)]
    [InlineData("parameters", 18)]
    public async Task A_worker_node_killed_with_SIGKILL_costs_a_repetition_and_no_bit(string sync, int seed)
    {
        await using var run = new NodesRun($"sync={sync}", "syncEvery=20");
        var train = run.Train(3);
        var random = new Random(seed);
        await run.Committed(random.Next(2, 6));

        var victim = run.WorkerNodes[random.Next(3)];
        var at = DateTimeOffset.UtcNow;
        victim.Signal(NodeProcess.KillNow);

        var (fault, next) = await run.Recovered(at);
        Assert.True(next.BegunAt - at < Recovery, $"killed at {at:O}, {fault}, {next}");
        await run.Committed((int)next.Round + 1);
        Assert.All(run.WorkerNodes, node => Assert.True(node.HasLoaded("/dev/shm/gancluster-"), $"{node} sums over sockets"));
        train.Signal(NodeProcess.Terminate);
        var ran = await run.Same(await train.Exit());
        Assert.InRange(ran.Json.GetProperty("faults").GetInt64(), 1, 2);
    }
}
