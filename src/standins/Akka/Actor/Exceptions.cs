namespace Akka.Actor;

public abstract class AkkaException : Exception
{
    protected AkkaException()
    {
    }

    protected AkkaException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

public class InvalidActorNameException(string message) : AkkaException(message);

public class AskTimeoutException(string message) : AkkaException(message);

/// <summary>A constructor or PreStart threw; the default strategy stops such an actor.</summary>
public class ActorInitializationException(IActorRef? actor, string message, Exception? cause = null) : AkkaException(message, cause)
{
    public IActorRef? Actor { get; } = actor;
}

public class PreRestartException(IActorRef actor, Exception restartException, Exception cause, object? optionalMessage)
    : ActorInitializationException(actor, $"Exception in PreRestart (the restart was caused by {cause?.GetType()})", restartException)
{
    public object? OptionalMessage { get; } = optionalMessage;
}

public class PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
    : ActorInitializationException(actor, $"Exception post restart ({originalCause?.GetType()})", cause)
{
    public Exception OriginalCause { get; } = originalCause!;
}

/// <summary>A Terminated that the watcher did not handle.</summary>
public class DeathPactException(IActorRef deadActor) : AkkaException($"Monitored actor [{deadActor}] terminated")
{
    public IActorRef DeadActor { get; } = deadActor;
}

public class ActorKilledException(string message) : AkkaException(message);

public class ActorNotFoundException(string message, Exception? innerException = null) : AkkaException(message, innerException);

public class InvalidMessageException(string message) : AkkaException(message);

public class IllegalActorStateException(string message) : AkkaException(message);
