using Akka.Actor;
using Akka.Event;

namespace Akka.Internal;

internal sealed class NobodyRef : ActorRefBase
{
    public static readonly NobodyRef Instance = new();

    private NobodyRef()
    {
    }

    public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "all-systems")) / "Nobody";

    public override ActorSystemImpl? System => null;

    public override void Tell(object message, IActorRef? sender)
    {
        // Nobody hears it.
    }

    public override void SendSystem(SystemMessage message)
    {
        if (message is Watch watch)
        {
            ((ActorRefBase)watch.Watcher).SendSystem(new DeathWatchNotification(this, false, false));
        }
    }
}

/// <summary>Of a path where no actor is: every message is a dead letter. The dead letters' own reference is one too.</summary>
internal sealed class EmptyRef(ActorSystemImpl system, ActorPath path) : ActorRefBase
{
    public override ActorPath Path => path;

    public override ActorSystemImpl System => system;

    public override bool IsTerminated => true;

    public override void Tell(object message, IActorRef? sender)
    {
        RequireMessage(message);
        system.PublishDeadLetter(message, sender, this);
    }

    public override void SendSystem(SystemMessage message)
    {
        if (message is Watch watch)
        {
            ((ActorRefBase)watch.Watcher).SendSystem(new DeathWatchNotification(this, false, false));
        }
    }
}

internal sealed class RemoteActorRef(ActorSystemImpl system, RemoteProvider provider, ActorPath path) : ActorRefBase
{
    public override ActorPath Path => path;

    public override ActorSystemImpl System => system;

    public override bool IsLocal => false;

    public override void Tell(object message, IActorRef? sender)
    {
        RequireMessage(message);
        provider.Send(path, message, sender);
    }

    public override void SendSystem(SystemMessage message)
    {
        switch (message)
        {
            case Watch watch:
                provider.Watch(watch.Watchee, watch.Watcher);
                break;
            case Unwatch unwatch:
                provider.Unwatch(unwatch.Watchee, unwatch.Watcher);
                break;
            case DeathWatchNotification notification:
                provider.NotifyTerminated(notification.Actor, this);
                break;
            case Terminate:
                provider.StopRemote(this);
                break;
            default:
                system.EventStream.Publish(new Error(null, path.ToString(), GetType(), $"{message} cannot go to another node"));
                break;
        }
    }
}

/// <summary>Where the reply to an Ask goes. It has a path, /temp/name, while it waits.</summary>
internal sealed class PromiseActorRef : ActorRefBase, IDisposable
{
    // The asker's continuation must not run on the replying actor's thread.
    private readonly TaskCompletionSource<object> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActorSystemImpl _system;
    private volatile bool _stopped;

    public PromiseActorRef(ActorSystemImpl system)
    {
        _system = system;
        Path = system.NextTempPath();
        system.Temporary[Path.Name] = this;
    }

    public override ActorPath Path { get; }

    public override ActorSystemImpl System => _system;

    public override bool IsTerminated => _stopped;

    public Task<object> Reply => _reply.Task;

    public override void Tell(object message, IActorRef? sender)
    {
        RequireMessage(message);
        if (_stopped || !_reply.TrySetResult(message))
        {
            _system.PublishDeadLetter(message, sender, this);
        }
    }

    public override void SendSystem(SystemMessage message)
    {
        if (message is DeathWatchNotification notification)
        {
            Tell(new Terminated(notification.Actor, notification.ExistenceConfirmed, notification.AddressTerminated), this);
        }
        else if (message is Watch watch)
        {
            // It ends by itself; nobody has a reason to watch it longer.
            ((ActorRefBase)watch.Watcher).SendSystem(new DeathWatchNotification(this, true, false));
        }
    }

    public void Dispose()
    {
        _stopped = true;
        _system.Temporary.TryRemove(Path.Name, out _);
    }
}

/// <summary>Above /user and /system.</summary>
internal sealed class RootRef(ActorSystemImpl system, ActorPath path) : ActorRefBase
{
    public override ActorPath Path => path;

    public override ActorSystemImpl System => system;

    public override void Tell(object message, IActorRef? sender)
    {
        RequireMessage(message);
        system.PublishDeadLetter(message, sender, this);
    }

    public override void SendSystem(SystemMessage message)
    {
        switch (message)
        {
            case Failed failed:
                // A guardian gives up only when its strategy escalates: that ends the system.
                failed.Child.SendSystem(new Terminate());
                _ = system.Terminate();
                break;
            case DeathWatchNotification notification:
                system.GuardianStopped(notification.Actor);
                break;
            case Watch watch:
                ((ActorRefBase)watch.Watcher).SendSystem(new DeathWatchNotification(this, false, false));
                break;
        }
    }
}
