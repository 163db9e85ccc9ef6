using Akka.Internal;

namespace Akka.Actor;

public static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null)
    {
        return Ask<object>(self, message, timeout, CancellationToken.None);
    }

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null)
    {
        return Ask<T>(self, message, timeout, CancellationToken.None);
    }

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken)
    {
        return Ask<T>(self, message, null, cancellationToken);
    }

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        return Ask<T>(self, _ => message, timeout, cancellationToken);
    }

    /// <summary>Sends the message of the factory and waits for the first reply. The factory gets the reference that
    /// replies go to.</summary>
    /// <exception cref="AskTimeoutException">No reply within the time, or within <c>akka.actor.ask-timeout</c>.</exception>
    /// <exception cref="ArgumentException">The reply has another type.</exception>
    /// <exception cref="Exception">The cause of a <see cref="Status.Failure"/>.</exception>
    public static async Task<T> Ask<T>(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messageFactory);
        var system = SystemOf(self) ?? throw new ArgumentException("Unable to resolve the target Provider", nameof(self));
        var limit = timeout ?? system.AskTimeout;
        using var promise = new PromiseActorRef(system);
        self.Tell(messageFactory(promise), promise);
        object reply;
        try
        {
            reply = await promise.Reply.WaitAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new AskTimeoutException($"Timeout after {limit} seconds");
        }

        return reply switch
        {
            Status.Failure { Cause: var cause } when typeof(T) != typeof(Status) && typeof(T) != typeof(Status.Failure) => throw cause,
            T expected => expected,
            _ => throw new ArgumentException($"Received message of type [{reply.GetType()}] - Ask expected message of type [{typeof(T)}]"),
        };
    }

    private static ActorSystemImpl? SystemOf(ICanTell target)
    {
        return target switch
        {
            ActorSelection selection => selection.System,
            ActorRefBase { System: { } system } => system,
            _ => ActorCell.Current?.SystemImpl,
        };
    }
}
