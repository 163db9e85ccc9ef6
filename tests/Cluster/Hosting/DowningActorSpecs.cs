using Akka.Cluster;
using Akka.Configuration;
using GanCluster.Cluster.Wire;

namespace GanCluster.Cluster.Tests.Hosting;

/// <summary>A coordinator's actor system and a worker's, over remoting on loopback.</summary>
public sealed class DowningActorSpecs
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly Config Quick = ConfigurationFactory.ParseString(
        """
        akka.cluster {
          split-brain-resolver.stable-after = 1s
          failure-detector { heartbeat-interval = 200ms, acceptable-heartbeat-pause = 1s }
          run-coordinated-shutdown-when-down = off
        }
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        """);

    [Fact]
    public async Task A_worker_that_is_gone_without_a_word_is_removed_and_the_coordinator_stays()
    {
        using var node = new BareNode(Quick);
        using var other = new BareNode(Quick, Protocol.WorkerRole);
        var (coordinator, system) = (Akka.Cluster.Cluster.Get(await node.Start()), await other.Start());
        var worker = Akka.Cluster.Cluster.Get(system);
        coordinator.Join(coordinator.SelfAddress);
        worker.Join(coordinator.SelfAddress);
        await Until(() => Up(coordinator) == 2, "two members");

        await system.Terminate().WaitAsync(Deadline);

        await Until(() => coordinator.State.Members.Count == 1, "the worker's removal");
        Assert.Equal(MemberStatus.Up, coordinator.SelfMember.Status);
    }

    private static int Up(Akka.Cluster.Cluster cluster) => cluster.State.Members.Count(m => m.Status == MemberStatus.Up);

    private static async Task Until(Func<bool> condition, string awaited)
    {
        using var late = new CancellationTokenSource(Deadline);
        using var soon = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!condition())
        {
            Assert.False(late.IsCancellationRequested, $"waited in vain for {awaited}");
            await soon.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
