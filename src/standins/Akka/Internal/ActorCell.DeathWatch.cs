using Akka.Actor;

namespace Akka.Internal;

internal sealed partial class ActorCell
{
    private readonly HashSet<IActorRef> _watchers = [];

    // With WatchWith's message, or null.
    private readonly Dictionary<IActorRef, object?> _watching = [];

    // Those whose end is in the mailbox. Unwatch takes them out again.
    private readonly Dictionary<IActorRef, object?> _ended = [];

    public IActorRef Watch(IActorRef subject)
    {
        return StartWatch(subject, null);
    }

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return StartWatch(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        if (_watching.Remove(subject))
        {
            ((ActorRefBase)subject).SendSystem(new Unwatch(subject, Ref));
        }

        _ended.Remove(subject);
        return subject;
    }

    private IActorRef StartWatch(IActorRef subject, object? message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Equals(Ref))
        {
            return subject;
        }

        if (_watching.TryGetValue(subject, out var present))
        {
            return Equals(present, message)
                ? subject
                : throw new InvalidOperationException($"Watch({Ref}, {subject}) had another message: Unwatch first");
        }

        _watching.Add(subject, message);
        ((ActorRefBase)subject).SendSystem(new Watch(subject, Ref));
        return subject;
    }

    private void AddWatcher(Watch watch)
    {
        // A terminating cell still tells its watchers when it has stopped.
        _watchers.Add(watch.Watcher);
    }

    private void HandleDeath(DeathWatchNotification notification)
    {
        var actor = notification.Actor;
        if (_watching.Remove(actor, out var message) && _ended.TryAdd(actor, message))
        {
            // At the end of the mailbox: after everything that the actor has sent.
            Mailbox.Enqueue(new Envelope(new Terminated(actor, notification.ExistenceConfirmed, notification.AddressTerminated), actor));
        }

        if (Children.Statistics(actor) is not null)
        {
            ChildStopped(actor);
        }
    }

    private void ReceiveTerminated(Terminated terminated)
    {
        if (!_ended.Remove(terminated.ActorRef, out var message))
        {
            return;
        }

        if (message is not null)
        {
            _current = new Envelope(message, _current!.Sender);
        }

        Receive(message ?? terminated);
    }

    private void TellWatchers()
    {
        foreach (var watcher in _watchers)
        {
            if (!watcher.Equals(_parent))
            {
                ((ActorRefBase)watcher).SendSystem(new DeathWatchNotification(Ref, true, false));
            }
        }

        _watchers.Clear();
    }

    private void UnwatchAll()
    {
        foreach (var subject in _watching.Keys)
        {
            ((ActorRefBase)subject).SendSystem(new Unwatch(subject, Ref));
        }

        _watching.Clear();
        _ended.Clear();
    }
}
