using Akka.Actor;

namespace Akka.Remote.Tcp;

/// <summary>
/// A frame on its way, and what becomes a dead letter if it can't go; those of the system itself have no message.
/// </summary>
internal sealed record Outgoing(byte[] Frame, object? Message = null, ActorPath? Recipient = null, IActorRef? Sender = null);
