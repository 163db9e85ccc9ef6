using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Internal;

namespace Akka.Actor;

public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    public abstract Settings Settings { get; }

    public abstract string Name { get; }

    public abstract Serialization.Serialization Serialization { get; }

    public abstract EventStream EventStream { get; }

    public abstract IActorRef DeadLetters { get; }

    public abstract ILoggingAdapter Log { get; }

    /// <summary>Ends when every actor has stopped and no port is open any more.</summary>
    public abstract Task WhenTerminated { get; }

    public static ActorSystem Create(string name)
    {
        return Create(name, ActorSystemSetup.Empty);
    }

    public static ActorSystem Create(string name, Config config)
    {
        return Create(name, BootstrapSetup.Create().WithConfig(config));
    }

    public static ActorSystem Create(string name, BootstrapSetup setup)
    {
        return Create(name, ActorSystemSetup.Create(setup));
    }

    /// <exception cref="ArgumentException">The name is empty or has other characters than letters, digits, '-' and
    /// '_'.</exception>
    public static ActorSystem Create(string name, ActorSystemSetup setup)
    {
        return ActorSystemImpl.Started(name, setup);
    }

    public abstract IActorRef ActorOf(Props props, string? name = null);

    public abstract ActorSelection ActorSelection(ActorPath actorPath);

    public abstract ActorSelection ActorSelection(string actorPath);

    public abstract void Stop(IActorRef actor);

    /// <summary>Runs the code after every actor has stopped, at once if that was earlier.</summary>
    public abstract void RegisterOnTermination(Action code);

    /// <summary>Runs <see cref="CoordinatedShutdown"/>; the task is <see cref="WhenTerminated"/>.</summary>
    public abstract Task Terminate();

    public void Dispose()
    {
        _ = Terminate();
        GC.SuppressFinalize(this);
    }
}

/// <summary>What serializers and extensions see of the system.</summary>
public abstract class ExtendedActorSystem : ActorSystem
{
    public abstract IActorRefProvider Provider { get; }

    /// <summary>For actors that outlive those below /user.</summary>
    public abstract IActorRef SystemActorOf(Props props, string? name = null);
}

public interface IActorRefProvider
{
    /// <summary>Where other nodes reach this system; without a host if none can.</summary>
    Address DefaultAddress { get; }

    IActorRef DeadLetters { get; }

    /// <summary>A reference whose messages become dead letters if the path is of this system and nobody is there.</summary>
    IActorRef ResolveActorRef(string path);

    IActorRef ResolveActorRef(ActorPath actorPath);
}

public class Settings
{
    internal Settings(Config config)
    {
        Config = config;
        LogLevel = config.GetString("akka.loglevel", "INFO");
    }

    public Config Config { get; }

    public string LogLevel { get; }
}
