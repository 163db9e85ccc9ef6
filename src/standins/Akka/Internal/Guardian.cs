using Akka.Actor;

namespace Akka.Internal;

/// <summary>The actor at /user or /system: a parent and nothing else.</summary>
internal sealed class Guardian : UntypedActor
{
    protected override void OnReceive(object message)
    {
        Unhandled(message);
    }
}
