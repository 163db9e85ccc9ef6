using Akka.Event;
using Akka.Internal;

namespace Akka.Actor;

public abstract class ActorBase
{
    /// <exception cref="InvalidOperationException">Actors are created by ActorOf only.</exception>
    protected ActorBase()
    {
        var cell = ActorCell.Current
            ?? throw new InvalidOperationException($"{GetType()} is an actor: create it by ActorOf, not by new");
        cell.Prepare(this);
    }

    /// <summary>The dead letters' reference when there is no sender.</summary>
    protected IActorRef Sender => Context.Sender;

    protected IActorRef Self => Context.Self;

    /// <exception cref="NotSupportedException">Read off the actor's thread, as after ConfigureAwait(false).</exception>
    protected static IActorContext Context => ActorCell.Current ?? throw new NotSupportedException(
        "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    internal bool Handle(object message)
    {
        return Receive(message);
    }

    internal void HandleUnhandled(object message)
    {
        Unhandled(message);
    }

    internal SupervisorStrategy OwnStrategy()
    {
        return SupervisorStrategy();
    }

    internal void Started()
    {
        PreStart();
    }

    internal void Stopped()
    {
        PostStop();
    }

    internal void BeforeRestart(Exception reason, object? message)
    {
        PreRestart(reason, message!);
    }

    internal void AfterRestart(Exception reason)
    {
        PostRestart(reason);
    }

    /// <summary>False leaves the message to <see cref="Unhandled"/>.</summary>
    protected abstract bool Receive(object message);

    /// <summary>Publishes an <see cref="UnhandledMessage"/>.</summary>
    /// <exception cref="DeathPactException">The message is a <see cref="Terminated"/>.</exception>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
        {
            throw new DeathPactException(terminated.ActorRef);
        }

        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    protected virtual void PreStart()
    {
    }

    /// <summary>On the failed instance. By default stops the children and calls <see cref="PostStop"/>.</summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>On the fresh instance. By default calls <see cref="PreStart"/>.</summary>
    protected virtual void PostRestart(Exception reason)
    {
        PreStart();
    }

    protected virtual void PostStop()
    {
    }

    /// <summary>For this actor's children.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy()
    {
        return Actor.SupervisorStrategy.DefaultStrategy;
    }

    protected void Become(Receive receive)
    {
        Context.Become(receive);
    }

    protected void BecomeStacked(Receive receive)
    {
        Context.BecomeStacked(receive);
    }

    protected void UnbecomeStacked()
    {
        Context.UnbecomeStacked();
    }

    protected void SetReceiveTimeout(TimeSpan? timeout)
    {
        Context.SetReceiveTimeout(timeout);
    }
}
