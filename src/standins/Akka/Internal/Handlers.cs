using Akka.Actor;

namespace Akka.Internal;

/// <summary>The handlers of one behaviour of a ReceiveActor.</summary>
internal sealed class Handlers
{
    private readonly List<(Func<object, bool> Takes, Action<object> Handle)> _handlers = [];
    private bool _any;

    public void Add(Type type, Func<object, bool> takes, Action<object> handle)
    {
        if (_any)
        {
            throw new InvalidOperationException("A handler that catches all messages has been added. No handler can be added after that.");
        }

        _any = type == typeof(object);
        _handlers.Add((takes, handle));
    }

    public UntypedReceive Receive(Action<object> unhandled)
    {
        var handlers = _handlers.ToArray();
        return message =>
        {
            foreach (var (takes, handle) in handlers)
            {
                if (takes(message))
                {
                    handle(message);
                    return;
                }
            }

            unhandled(message);
        };
    }
}
