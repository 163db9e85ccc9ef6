using Akka;
using Akka.Actor;
using Akka.Cluster;
using GanCluster.Cluster.Wire;

namespace GanCluster.Cluster.Hosting;

/// <summary>Calls back once no worker node is left in the cluster: each has heard how the run ended, and gone.</summary>
internal sealed class FarewellActor : ReceiveActor
{
    private readonly HashSet<UniqueAddress> _there = [];
    private readonly TaskCompletionSource<Done> _gone;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

    public FarewellActor(TaskCompletionSource<Done> gone)
    {
        _gone = gone;
        Receive<ClusterEvent.CurrentClusterState>(state =>
        {
            _there.UnionWith(state.Members.Where(IsWorker).Select(m => m.UniqueAddress));
            CheckGone();
        });
        Receive<ClusterEvent.IMemberEvent>(change =>
        {
            if (change is ClusterEvent.MemberExited or ClusterEvent.MemberDowned or ClusterEvent.MemberRemoved)
            {
                _there.Remove(change.Member.UniqueAddress);
                CheckGone();
            }
        });
    }

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private static bool IsWorker(Member member) => member.HasRole(Protocol.WorkerRole)
        && member.Status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up or MemberStatus.Leaving;

    private void CheckGone()
    {
        if (_there.Count == 0)
        {
            _gone.TrySetResult(Done.Instance);
        }
    }
}
