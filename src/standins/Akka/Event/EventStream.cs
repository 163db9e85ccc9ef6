using System.Collections.Immutable;
using Akka.Actor;
using Akka.Internal;

namespace Akka.Event;

/// <summary>Events of the whole system by their type. A subscription to a class or interface takes all that is
/// assignable to it, once per
/// subscriber, and ends with the subscriber.</summary>
public class EventStream
{
    private ImmutableDictionary<IActorRef, ImmutableHashSet<Type>> _subscriptions = ImmutableDictionary<IActorRef, ImmutableHashSet<Type>>.Empty;

    internal EventStream()
    {
    }

    /// <returns>Whether that is new.</returns>
    public bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        var added = ImmutableInterlocked.Update(
            ref _subscriptions, all => all.SetItem(subscriber, all.GetValueOrDefault(subscriber, []).Add(channel)));
        if (added && subscriber is ActorRefBase { IsTerminated: true })
        {
            Unsubscribe(subscriber);
        }

        return added;
    }

    public bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        return ImmutableInterlocked.Update(ref _subscriptions, all => all.TryGetValue(subscriber, out var channels)
            ? channels.Remove(channel) is { IsEmpty: false } left ? all.SetItem(subscriber, left) : all.Remove(subscriber)
            : all);
    }

    public bool Unsubscribe(IActorRef subscriber)
    {
        return ImmutableInterlocked.Update(ref _subscriptions, all => all.Remove(subscriber));
    }

    public void Publish(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        foreach (var (subscriber, channels) in Volatile.Read(ref _subscriptions))
        {
            if (channels.Any(channel => channel.IsInstanceOfType(@event)))
            {
                Deliver(@event, subscriber);
            }
        }
    }

    /// <summary>A dead letter to one that has stopped would come back as another dead letter, for ever.</summary>
    private static void Deliver(object @event, IActorRef subscriber)
    {
        if (subscriber is not ActorRefBase { IsTerminated: true })
        {
            subscriber.Tell(@event, ActorRefs.NoSender);
        }
    }
}
