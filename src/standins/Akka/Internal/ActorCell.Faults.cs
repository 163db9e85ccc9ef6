using Akka.Actor;

namespace Akka.Internal;

/// <summary>
/// Supervision. A failed cell suspends itself and its children and waits for its parent's word; suspensions are
/// counted, because a cell may be
/// suspended by its own failure and by its ancestors' at once.
/// </summary>
internal sealed partial class ActorCell
{
    private int _suspensions;
    private SupervisorStrategy? _strategy;

    // Who failed: this actor, or the child whose failure it escalated. Null: nobody.
    private LocalActorRef? _failed;

    // What a restart goes on with when the last child told to stop has stopped.
    private Action? _afterChildren;

    private void Fail(Exception cause, LocalActorRef perpetrator, LocalActorRef[]? alreadySuspended = null)
    {
        if (_terminating || _failed is not null)
        {
            Report(cause, $"failed again before its supervisor decided: {cause.Message}");
            return;
        }

        _suspensions++;
        _failed = perpetrator;
        foreach (var child in Children.All())
        {
            if (!ReferenceEquals(child, perpetrator) && alreadySuspended?.Contains(child) != true)
            {
                child.SendSystem(new Suspend());
            }
        }

        _parent.SendSystem(new Failed(Ref, cause));
    }

    private void HandleFailed(Failed failed)
    {
        if (Children.Statistics(failed.Child) is not { } statistics)
        {
            return;
        }

        if (_actor is null)
        {
            Stop(failed.Child);
            return;
        }

        _strategy ??= Props.SupervisorStrategy ?? _actor.OwnStrategy() ?? SupervisorStrategy.DefaultStrategy;
        if (!_strategy.HandleFailure(this, failed.Child, failed.Cause, statistics))
        {
            Fail(failed.Cause, failed.Child);
        }
    }

    private void SuspendAll()
    {
        _suspensions++;
        foreach (var child in Children.All())
        {
            child.SendSystem(new Suspend());
        }
    }

    private void ResumeAll(Exception? cause)
    {
        if (_terminating)
        {
            return;
        }

        if (_actor is null && _afterChildren is null)
        {
            CreateAnew();
            return;
        }

        var perpetrator = _failed;
        LeaveFailure(cause is not null);
        foreach (var child in Children.All())
        {
            child.SendSystem(new Resume(ReferenceEquals(child, perpetrator) ? cause : null));
        }
    }

    private void Recreate(Exception cause)
    {
        if (_terminating)
        {
            return;
        }

        if (_afterChildren is not null)
        {
            ResumeAll(null);
        }
        else if (_actor is null)
        {
            CreateAnew();
        }
        else
        {
            EndInstance(_actor, cause);
            AfterStoppingChildren(() => FinishRecreate(cause));
        }
    }

    private void EndInstance(ActorBase actor, Exception cause)
    {
        _timers?.CancelAll();
        try
        {
            actor.BeforeRestart(cause, _current?.Message);
        }
#pragma warning disable CA1031 // The restart goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Report(new PreRestartException(Ref, e, cause, _current?.Message), e.Message);
        }

        // What PreRestart may have started anew belongs to the old instance too.
        _timers?.CancelAll();
        _stash?.UnstashAll();
        _actor = null;
    }

    private void FinishRecreate(Exception cause)
    {
        var survivors = Children.All();
        LeaveFailure(true);
        try
        {
            _actor = NewActor();
            _actor.AfterRestart(cause);
            StartReceiveTimeout();
        }
#pragma warning disable CA1031 // The supervisor decides.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _actor = null;
            _timers?.CancelAll();
            Fail(new PostRestartException(Ref, e, cause), Ref, survivors);
            return;
        }

        foreach (var child in survivors)
        {
            child.SendSystem(new Recreate(cause));
        }
    }

    /// <summary>For an instance whose constructor or PreStart threw.</summary>
    private void CreateAnew()
    {
        SetReceiveTimeout(null);
        foreach (var child in Children.All())
        {
            Stop(child);
        }

        AfterStoppingChildren(() =>
        {
            LeaveFailure(true);
            CreateActor();
        });
    }

    private void AfterStoppingChildren(Action action)
    {
        if (Children.AnyStopping)
        {
            _afterChildren = action;
        }
        else
        {
            action();
        }
    }

    private void LeaveFailure(bool clear)
    {
        _suspensions = Math.Max(0, _suspensions - 1);
        if (clear)
        {
            _failed = null;
            _current = null;
        }
    }

    private void ChildStopped(IActorRef child)
    {
        Children.Remove(child);
        if (_terminating)
        {
            if (Children.IsEmpty)
            {
                FinishStop();
            }
        }
        else if (_afterChildren is { } action && !Children.AnyStopping)
        {
            _afterChildren = null;
            action();
        }
    }
}
