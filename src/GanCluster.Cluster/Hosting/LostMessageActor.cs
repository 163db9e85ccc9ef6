using Akka.Actor;
using Akka.Event;
using GanCluster.Cluster.Wire;

namespace GanCluster.Cluster.Hosting;

/// <summary>
/// Warns of messages of the protocol that nobody received; Akka.NET tells of its own as well, and of both without raising its
/// voice. A worker that is lost is given orders until that is known, and told of its attempt's end even then.
/// </summary>
internal sealed class LostMessageActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public LostMessageActor() => Receive<DeadLetter>(
        letter => _log.Warning("a message was lost: {0} to {1}", letter.Message.GetType().Name, letter.Recipient.Path),
        letter => letter.Recipient.Path.Elements is ["user", ..] && letter.Message is IClusterMessage and not WorkerOrder
            && CoordinatedShutdown.Get(Context.System).ShutdownReason is null);

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
}
