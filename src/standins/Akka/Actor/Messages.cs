using Akka.Event;

namespace Akka.Actor;

/// <summary>Carries no meaning for users; an actor handles it before its own receive.</summary>
public interface IAutoReceivedMessage;

/// <summary>Not accepted from other nodes unless the product says so.</summary>
public interface IPossiblyHarmful;

/// <summary>Never leaves the process, so no serializer is asked for.</summary>
public interface INoSerializationVerificationNeeded;

/// <summary>Does not restart the receive timeout.</summary>
public interface INotInfluenceReceiveTimeout;

public sealed class Terminated : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression, INoSerializationVerificationNeeded
{
    public Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated)
    {
        ActorRef = actorRef;
        ExistenceConfirmed = existenceConfirmed;
        AddressTerminated = addressTerminated;
    }

    public IActorRef ActorRef { get; }

    /// <summary>False when the watched actor was gone, or had never been, at the time of the watch.</summary>
    public bool ExistenceConfirmed { get; }

    /// <summary>The whole node was removed.</summary>
    public bool AddressTerminated { get; }

    public override string ToString()
    {
        return $"<Terminated>: {ActorRef} - ExistenceConfirmed={ExistenceConfirmed}";
    }
}

/// <summary>Stops its receiver when its turn in the mailbox comes.</summary>
public sealed class PoisonPill : IAutoReceivedMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    private PoisonPill()
    {
    }

    public static PoisonPill Instance { get; } = new();

    public override string ToString()
    {
        return "<PoisonPill>";
    }
}

public sealed class ReceiveTimeout : IPossiblyHarmful
{
    private ReceiveTimeout()
    {
    }

    public static ReceiveTimeout Instance { get; } = new();
}

/// <summary>Every actor answers it with an <see cref="ActorIdentity"/>.</summary>
public sealed class Identify : IAutoReceivedMessage
{
    public Identify(object messageId)
    {
        MessageId = messageId;
    }

    public object MessageId { get; }
}

public sealed class ActorIdentity
{
    public ActorIdentity(object messageId, IActorRef? subject)
    {
        MessageId = messageId;
        Subject = subject;
    }

    public object MessageId { get; }

    /// <summary>Null if there is no such actor.</summary>
    public IActorRef? Subject { get; }
}

public abstract class Status
{
    public sealed class Success : Status
    {
        public static readonly Success Instance = new(null);

        public readonly object? Status;

        public Success(object? status)
        {
            Status = status;
        }
    }

    /// <summary>Ask turns it into its exception.</summary>
    public sealed class Failure : Status
    {
        public readonly Exception Cause;

        public Failure(Exception cause)
        {
            Cause = cause;
        }

        public override string ToString()
        {
            return $"Failure: {Cause}";
        }
    }
}
