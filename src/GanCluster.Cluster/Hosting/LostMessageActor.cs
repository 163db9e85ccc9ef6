using Akka.Actor;
using Akka.Event;

namespace GanCluster.Cluster.Hosting;

/// <summary>
/// Warns of messages between this project's actors that nobody received; Akka.NET tells of its own as well, and of both without
/// raising its voice.
/// </summary>
internal sealed class LostMessageActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public LostMessageActor() => Receive<DeadLetter>(
        letter => _log.Warning("a message was lost: {0} to {1}", letter.Message.GetType().Name, letter.Recipient.Path),
        letter => letter.Recipient.Path.Elements is ["user", ..] && letter.Message is not IAutoReceivedMessage
            && CoordinatedShutdown.Get(Context.System).ShutdownReason is null);

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
}
