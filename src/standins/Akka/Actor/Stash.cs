namespace Akka.Actor;

public interface IWithStash
{
    /// <summary>Set after the constructor.</summary>
    IStash Stash { get; set; }
}

public interface IWithUnboundedStash : IWithStash;

/// <summary>Messages put aside. A restart unstashes them all; a stop makes them dead letters.</summary>
public interface IStash
{
    int Count { get; }

    bool IsEmpty { get; }

    bool NonEmpty { get; }

    /// <summary>Puts the message that the actor works on aside.</summary>
    /// <exception cref="IllegalActorStateException">It is stashed already.</exception>
    void Stash();

    /// <summary>Puts the oldest back at the front of the mailbox.</summary>
    void Unstash();

    /// <summary>Puts all back at the front of the mailbox, in their order.</summary>
    void UnstashAll();
}
