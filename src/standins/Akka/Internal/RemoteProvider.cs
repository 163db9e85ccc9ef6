using Akka.Actor;

namespace Akka.Internal;

/// <summary>What reaches other actor systems. Called from many threads; nothing here may block or throw but Start.</summary>
internal abstract class RemoteProvider
{
    /// <summary>Where others reach this system. Known after <see cref="Start"/>.</summary>
    public abstract Address DefaultAddress { get; }

    /// <summary>Once, in ActorSystem.Create, with guardians and event stream in place. An exception becomes Create's.</summary>
    public abstract void Start(ActorSystemImpl system);

    public abstract void Send(ActorPath recipient, object message, IActorRef? sender);

    /// <summary>A local actor watches a remote one. The end of it is told by a <see cref="DeathWatchNotification"/>
    /// to the watcher.</summary>
    public abstract void Watch(IActorRef watchee, IActorRef watcher);

    public abstract void Unwatch(IActorRef watchee, IActorRef watcher);

    /// <summary>A local actor that a remote one watches has stopped.</summary>
    public abstract void NotifyTerminated(IActorRef watchee, IActorRef watcher);

    /// <summary>Stops a remote actor.</summary>
    public abstract void StopRemote(IActorRef actor);

    /// <summary>Once, after every local actor has stopped.</summary>
    public abstract Task Stop();
}

/// <summary>Remote/ implements the other part: it sets the provider if the kind is "remote" or "cluster".</summary>
internal static partial class RemoteProviders
{
    /// <returns>Null for "local".</returns>
    public static RemoteProvider? Create(string kind, Actor.Setup.ActorSystemSetup setup)
    {
        if (kind == "local")
        {
            return null;
        }

        RemoteProvider? provider = null;
        Create(kind, setup, ref provider);
        return provider ?? throw new ArgumentException($"akka.actor.provider: '{kind}' is none of local, remote, cluster");
    }

    static partial void Create(string kind, Actor.Setup.ActorSystemSetup setup, ref RemoteProvider? provider);
}
