using Akka.Actor;
using Akka.Event;

namespace Akka.Internal;

/// <summary>
/// An actor's place: it outlives the instances that restarts put into it. Everything but <see cref="Mailbox"/>, <see
/// cref="IsClosed"/> and the
/// children is touched only by the thread that works on the mailbox.
/// </summary>
internal sealed partial class ActorCell : IUntypedActorContext
{
    private readonly ActorRefBase _parent;
    private readonly Stack<Receive> _behaviours = new();
    private ActorBase? _actor;
    private Envelope? _current;
    private TimerScheduler? _timers;
    private volatile bool _closed;

    public ActorCell(ActorSystemImpl system, LocalActorRef self, Props props, ActorRefBase parent)
    {
        SystemImpl = system;
        Ref = self;
        Props = props;
        _parent = parent;
        Mailbox = new Mailbox(this);
    }

    /// <summary>Of the actor that works on this thread.</summary>
    [field: ThreadStatic]
    public static ActorCell? Current { get; set; }

    public ActorSystemImpl SystemImpl { get; }

    public LocalActorRef Ref { get; }

    public Mailbox Mailbox { get; }

    public Children Children { get; } = new();

    /// <summary>A closed cell turns what it receives into dead letters.</summary>
    public bool IsClosed => _closed;

    public bool TakesMessages => _closed || _suspensions == 0 && _awaiting == 0 && !_terminating && _actor is not null;

    public IActorRef Self => Ref;

    public Props Props { get; }

    public IActorRef Sender => _current?.Sender ?? SystemImpl.DeadLetters;

    public ActorSystem System => SystemImpl;

    public IActorRef Parent => _parent;

    public Envelope? CurrentEnvelope => _current;

    public void Invoke(Envelope envelope)
    {
        if (_closed)
        {
            SystemImpl.PublishDeadLetter(envelope.Message, envelope.Sender, Ref);
            return;
        }

        _current = envelope;
        PauseReceiveTimeout(envelope.Message);
        try
        {
            Dispatch(envelope.Message);
        }
#pragma warning disable CA1031 // The supervisor decides.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // The envelope stays current: PreRestart gets it.
            Fail(e, Ref);
            return;
        }

        _current = null;
        if (_awaiting == 0)
        {
            StartReceiveTimeout();
        }
    }

    public void Invoke(SystemMessage message)
    {
        if (_closed)
        {
            if (message is Watch watch)
            {
                ((ActorRefBase)watch.Watcher).SendSystem(new DeathWatchNotification(Ref, false, false));
            }

            return;
        }

        try
        {
            Handle(message);
        }
#pragma warning disable CA1031 // The supervisor decides.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e, message is Failed failed ? failed.Child : Ref);
        }
    }

    public void Become(Receive receive)
    {
        _behaviours.TryPop(out _);
        _behaviours.Push(receive);
    }

    public void BecomeStacked(Receive receive)
    {
        _behaviours.Push(receive);
    }

    public void UnbecomeStacked()
    {
        _behaviours.TryPop(out _);
    }

    public void Become(UntypedReceive receive)
    {
        Become(Handled(receive));
    }

    public void BecomeStacked(UntypedReceive receive)
    {
        BecomeStacked(Handled(receive));
    }

    private static Receive Handled(UntypedReceive receive)
    {
        return message =>
        {
            receive(message);
            return true;
        };
    }

    private void Handle(SystemMessage message)
    {
        switch (message)
        {
            case Create:
                CreateActor();
                break;
            case Terminate:
                BeginStop();
                break;
            case Failed failed:
                HandleFailed(failed);
                break;
            case Suspend:
                SuspendAll();
                break;
            case Resume resume:
                ResumeAll(resume.Cause);
                break;
            case Recreate recreate:
                Recreate(recreate.Cause);
                break;
            case Watch watch:
                AddWatcher(watch);
                break;
            case Unwatch unwatch:
                _watchers.Remove(unwatch.Watcher);
                break;
            case DeathWatchNotification notification:
                HandleDeath(notification);
                break;
            case RunTask task:
                RunTask(task);
                break;
        }
    }

    private void Dispatch(object message)
    {
        switch (message)
        {
            case Terminated terminated:
                ReceiveTerminated(terminated);
                break;
            case PoisonPill:
                Ref.SendSystem(new Terminate());
                break;
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, Self), Self);
                break;
            case TimerMessage timer:
                if (timer.Owner.Take(timer) is { } payload)
                {
                    _current = new Envelope(payload, null);
                    Receive(payload);
                }

                break;
            default:
                Receive(message);
                break;
        }
    }

    private void Receive(object message)
    {
        var behaviour = _behaviours.TryPeek(out var become) ? become : _actor!.Handle;
        if (!behaviour(message))
        {
            _actor!.HandleUnhandled(message);
        }
    }

    private void Report(Exception e, string message)
    {
        SystemImpl.EventStream.Publish(new Error(e, Ref.Path.ToString(), Props.Type, message));
    }
}
