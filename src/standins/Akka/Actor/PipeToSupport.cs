namespace Akka.Actor;

public static class PipeToSupport
{
    /// <summary>Sends the result, or what <paramref name="success"/> makes of it; an exception goes as <see
    /// cref="Status.Failure"/>.</summary>
    public static async Task PipeTo<T>(
        this Task<T> taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<T, object>? success = null,
        Func<Exception, object>? failure = null)
    {
        try
        {
            var result = await taskToPipe.ConfigureAwait(false);
            recipient.Tell(success is null ? result! : success(result), sender);
        }
#pragma warning disable CA1031 // Whatever went wrong is a message.
        catch (Exception e)
#pragma warning restore CA1031
        {
            recipient.Tell(failure is null ? new Status.Failure(e) : failure(e), sender);
        }
    }

    /// <summary>Without <paramref name="success"/> only a failure is sent.</summary>
    public static async Task PipeTo(
        this Task taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<object>? success = null,
        Func<Exception, object>? failure = null)
    {
        try
        {
            await taskToPipe.ConfigureAwait(false);
            if (success is not null)
            {
                recipient.Tell(success(), sender);
            }
        }
#pragma warning disable CA1031 // Whatever went wrong is a message.
        catch (Exception e)
#pragma warning restore CA1031
        {
            recipient.Tell(failure is null ? new Status.Failure(e) : failure(e), sender);
        }
    }
}
