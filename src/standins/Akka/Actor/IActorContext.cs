namespace Akka.Actor;

public delegate bool Receive(object message);

public delegate void UntypedReceive(object message);

public interface IActorRefFactory
{
    /// <exception cref="InvalidActorNameException">The name is taken or not allowed.</exception>
    /// <exception cref="InvalidOperationException">The parent stops or has stopped.</exception>
    IActorRef ActorOf(Props props, string? name = null);

    ActorSelection ActorSelection(ActorPath actorPath);

    ActorSelection ActorSelection(string actorPath);
}

public interface ICanWatch
{
    /// <summary>A <see cref="Terminated"/> comes when the subject has stopped or if it has never been.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>Like Watch with a message of one's own instead of <see cref="Terminated"/>.</summary>
    /// <exception cref="InvalidOperationException">It is watched already, with another message.</exception>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Nothing about the subject is delivered after this, even if it is in the mailbox already.</summary>
    IActorRef Unwatch(IActorRef subject);
}

public interface IActorContext : IActorRefFactory, ICanWatch
{
    IActorRef Self { get; }

    Props Props { get; }

    /// <summary>The dead letters' reference when there is no sender.</summary>
    IActorRef Sender { get; }

    ActorSystem System { get; }

    IActorRef Parent { get; }

    TimeSpan? ReceiveTimeout { get; }

    void Become(Receive receive);

    void BecomeStacked(Receive receive);

    void UnbecomeStacked();

    /// <summary>Nobody if there is no such child.</summary>
    IActorRef Child(string name);

    IEnumerable<IActorRef> GetChildren();

    /// <summary>Null switches it off.</summary>
    void SetReceiveTimeout(TimeSpan? timeout);

    /// <summary>After the message that the actor works on.</summary>
    void Stop(IActorRef child);
}

public interface IUntypedActorContext : IActorContext
{
    void Become(UntypedReceive receive);

    void BecomeStacked(UntypedReceive receive);
}
