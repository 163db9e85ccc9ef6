using Akka.Actor;

namespace Akka.Internal;

internal sealed class LocalActorRef : ActorRefBase
{
    public LocalActorRef(ActorSystemImpl system, Props props, ActorPath path, ActorRefBase parent)
    {
        Path = path;
        System = system;
        Cell = new ActorCell(system, this, props, parent);
    }

    public override ActorPath Path { get; }

    public override ActorSystemImpl System { get; }

    public override bool IsTerminated => Cell.IsClosed;

    public ActorCell Cell { get; }

    public override void Tell(object message, IActorRef? sender)
    {
        RequireMessage(message);
        Cell.Mailbox.Enqueue(new Envelope(message, sender));
    }

    public override void SendSystem(SystemMessage message)
    {
        Cell.Mailbox.Enqueue(message);
    }
}
