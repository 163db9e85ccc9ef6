using Akka.Actor;

namespace Akka.Internal;

internal sealed partial class ActorCell
{
    private bool _terminating;
    private StashImpl? _stash;

    /// <summary>Called by the actor's own constructor, before that of its class.</summary>
    public void Prepare(ActorBase actor)
    {
        if (actor is IWithTimers withTimers)
        {
            _timers = new TimerScheduler(Ref);
            withTimers.Timers = _timers;
        }
    }

    private ActorBase NewActor()
    {
        _behaviours.Clear();
        _strategy = null;
        var actor = Props.NewActor();
        if (actor is IWithStash withStash)
        {
            _stash = new StashImpl(this);
            withStash.Stash = _stash;
        }

        (actor as ReceiveActor)?.Configured();
        return actor;
    }

    private void CreateActor()
    {
        try
        {
            var actor = NewActor();
            _actor = actor;
            actor.Started();
            StartReceiveTimeout();
        }
        catch (Exception e)
        {
            _actor = null;
            _timers?.CancelAll();
            throw new ActorInitializationException(Ref, "Exception during creation", e);
        }
    }

    private void BeginStop()
    {
        if (_terminating)
        {
            return;
        }

        _terminating = true;
        SetReceiveTimeout(null);
        UnwatchAll();
        foreach (var child in Children.Close())
        {
            child.SendSystem(new Terminate());
        }

        if (Children.IsEmpty)
        {
            FinishStop();
        }
    }

    private void FinishStop()
    {
        try
        {
            _timers?.CancelAll();
            _actor?.Stopped();
        }
#pragma warning disable CA1031 // It stops all the same.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Report(e, e.Message);
        }

        StopReceiveTimeout();
        _stash?.UnstashAll();
        UnwatchAll();
        _actor = null;
        _current = null;
        _closed = true;
        SystemImpl.EventStream.Unsubscribe(Ref);
        _parent.SendSystem(new DeathWatchNotification(Ref, true, false));
        TellWatchers();
    }
}
