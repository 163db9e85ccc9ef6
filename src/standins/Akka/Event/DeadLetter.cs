using Akka.Actor;

namespace Akka.Event;

/// <summary>A message with it is published as <see cref="SuppressedDeadLetter"/> when nobody receives it.</summary>
public interface IDeadLetterSuppression;

public abstract class AllDeadLetters
{
    private protected AllDeadLetters(object message, IActorRef sender, IActorRef recipient)
    {
        Message = message;
        Sender = sender;
        Recipient = recipient;
    }

    public object Message { get; }

    public IActorRef Sender { get; }

    public IActorRef Recipient { get; }

    public override string ToString()
    {
        return $"{GetType().Name} from {Sender} to {Recipient}: <{Message}>";
    }
}

public sealed class DeadLetter(object message, IActorRef sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);

public sealed class SuppressedDeadLetter(IDeadLetterSuppression message, IActorRef sender, IActorRef recipient)
    : AllDeadLetters(message, sender, recipient);

/// <summary>Received, but by an actor that has no use for it.</summary>
public sealed class UnhandledMessage(object message, IActorRef sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);
