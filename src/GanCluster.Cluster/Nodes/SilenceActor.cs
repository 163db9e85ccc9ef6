using Akka.Actor;

namespace GanCluster.Cluster.Nodes;

/// <summary>
/// Ends the actor system of a worker node that no coordinator answers any more, so that the next one joins: the node was cut off, or the
/// coordinator is another process by now. The cluster's own word is not gone by: a worker has no vote in it.
/// </summary>
internal sealed class SilenceActor : ReceiveActor, IWithTimers
{
    /// <summary>A second each. A machine that trains on every core answers late.</summary>
    internal const int MostUnanswered = 8;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public SilenceActor(NodeState node)
    {
        var (cluster, system) = (Akka.Cluster.Cluster.Get(Context.System), Context.System);
        Receive<Look>(look =>
        {
            if (node.Unanswered > MostUnanswered && cluster.State.Members.Any(m => m.Address.Equals(cluster.SelfAddress)))
            {
                node.Unanswered = 0;
                node.Settings.Note($"no coordinator has answered this node {MostUnanswered} times");
                _ = CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClusterDowningReason.Instance);
            }
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer("look", Look.Instance, LookEvery);

    private sealed record Look : INoSerializationVerificationNeeded
    {
        public static readonly Look Instance = new();
    }
}
