using Akka.Actor;
using Akka.Internal;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster;

/// <summary>Who hears which events; of one thread.</summary>
internal sealed class Subscriptions
{
    private static readonly CurrentClusterState Nobody = new();
    private readonly List<(IActorRef Subscriber, Type[] Types)> _all = [];

    public void Add(IActorRef subscriber, SubscriptionInitialStateMode mode, Type[] types, CurrentClusterState state)
    {
        if (mode == SubscriptionInitialStateMode.InitialStateAsSnapshot)
        {
            subscriber.Tell(state, ActorRefs.NoSender);
        }
        else
        {
            foreach (IClusterDomainEvent past in MembershipView.Between(Nobody, state).Where(past => Wants(types, past)))
            {
                subscriber.Tell(past, ActorRefs.NoSender);
            }
        }
        _all.Add((subscriber, types));
    }

    public void Remove(IActorRef subscriber) => _all.RemoveAll(entry => entry.Subscriber.Equals(subscriber));

    public void Publish(IClusterDomainEvent change)
    {
        _all.RemoveAll(entry => entry.Subscriber is ActorRefBase { IsTerminated: true });
        IEnumerable<IActorRef> wanting = _all.Where(entry => Wants(entry.Types, change)).Select(entry => entry.Subscriber);
        foreach (IActorRef subscriber in wanting.Distinct())
        {
            subscriber.Tell(change, ActorRefs.NoSender);
        }
    }

    private static bool Wants(Type[] types, IClusterDomainEvent change) =>
        Array.Exists(types, type => type.IsInstanceOfType(change));
}
