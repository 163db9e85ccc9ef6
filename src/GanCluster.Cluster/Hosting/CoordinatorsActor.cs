using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using GanCluster.Cluster.Peers;
using GanCluster.Cluster.Wire;

namespace GanCluster.Cluster.Hosting;

/// <summary>
/// Carries what a worker node says to whoever coordinates. A run's only coordinator is the cluster's singleton. Of several, who acts
/// may change within a second, and the terms decide it: each is told, whoever stands by says nothing, and what one says that does not
/// act any more counts for nothing. Those that the node was given are told whether or not they are in its cluster yet: a coordinator
/// that acts goes on with the workers that it hears.
/// </summary>
internal sealed class CoordinatorsActor : ReceiveActor
{
    private readonly Dictionary<Address, ActorSelection> _peers = [];
    private ImmutableHashSet<Address> _given = [];
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

    /// <param name="singleton">Its proxy.</param>
    /// <param name="given">Where the node is to join, once it is known: at more than one, the run has several.</param>
    public CoordinatorsActor(IActorRef singleton, Task<ImmutableArray<Address>> given)
    {
        var several = false;
        _ = given.PipeTo(Self, ActorRefs.NoSender, addresses => new Given(addresses), _ => new Given([]));
        Receive<Given>(known =>
        {
            if (known.Addresses.Length > 1)
            {
                several = true;
                _given = [.. known.Addresses];
                foreach (var address in _given)
                {
                    Add(address);
                }
            }
        });
        Receive<ClusterEvent.CurrentClusterState>(state =>
        {
            foreach (var member in state.Members)
            {
                Add(member);
            }
        });
        Receive<ClusterEvent.MemberRemoved>(
            change => _peers.Remove(change.Member.Address), change => !_given.Contains(change.Member.Address));
        Receive<ClusterEvent.IMemberEvent>(change => Add(change.Member));
        ReceiveAny(message =>
        {
            several |= _peers.Count > 1;
            if (!several)
            {
                singleton.Forward(message);
                return;
            }

            foreach (var peer in _peers.Values)
            {
                peer.Tell(message, Sender);
            }
        });
    }

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Add(Member member)
    {
        if (member.HasRole(Protocol.CoordinatorRole) && member.Status is MemberStatus.WeaklyUp or MemberStatus.Up)
        {
            Add(member.Address);
        }
    }

    private void Add(Address address) =>
        _peers[address] = Context.ActorSelection(new RootActorPath(address) / "user" / PeerActor.Name);

    private sealed record Given(ImmutableArray<Address> Addresses) : INoSerializationVerificationNeeded;
}
