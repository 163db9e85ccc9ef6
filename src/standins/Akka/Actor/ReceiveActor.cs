using Akka.Internal;

namespace Akka.Actor;

/// <summary>Handlers are tried in the order in which they were added.</summary>
public abstract class ReceiveActor : UntypedActor
{
    private Handlers? _adding = new();
    private UntypedReceive? _constructed;

    /// <summary>The constructor's handlers lie below whatever it became.</summary>
    internal void Configured()
    {
        _constructed = _adding!.Receive(Unhandled);
        _adding = null;
    }

    protected sealed override void OnReceive(object message) => _constructed!(message);

    /// <param name="configure">Adds the handlers of the new behaviour; those of the present one are gone.</param>
    protected void Become(Action configure)
    {
        base.Become(Configure(configure).Receive(Unhandled));
    }

    protected void BecomeStacked(Action configure)
    {
        base.BecomeStacked(Configure(configure).Receive(Unhandled));
    }

    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Adding().Add(typeof(T), m => m is T message && (shouldHandle is null || shouldHandle(message)), m => handler((T)m));
    }

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler)
    {
        Receive(handler, shouldHandle);
    }

    protected void ReceiveAny(Action<object> handler)
    {
        Receive(handler);
    }

    /// <summary>The next message waits until the handler's task has ended.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Receive(message => ActorTaskScheduler.Run(() => handler(message)), shouldHandle);
    }

    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler)
    {
        ReceiveAsync(handler, shouldHandle);
    }

    protected void ReceiveAnyAsync(Func<object, Task> handler)
    {
        ReceiveAsync(handler);
    }

    private Handlers Configure(Action configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var outer = _adding;
        var handlers = new Handlers();
        _adding = handlers;
        try
        {
            configure();
        }
        finally
        {
            _adding = outer;
        }

        return handlers;
    }

    private Handlers Adding()
    {
        return _adding ?? throw new InvalidOperationException(
            "You may only call Receive-methods when constructing the actor and inside Become().");
    }
}
