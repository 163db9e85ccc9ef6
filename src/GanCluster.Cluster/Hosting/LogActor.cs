using Akka.Actor;
using Akka.Event;

namespace GanCluster.Cluster.Hosting;

/// <summary>Passes Akka's errors on to the user: a supervised actor's failure would otherwise go unseen.</summary>
internal sealed class LogActor : ReceiveActor
{
    public LogActor(Action<string> note)
    {
        Receive<Error>(error => note($"{error.LogSource}: {error.Message} {error.Cause?.Message}".TrimEnd()));
    }

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(Error));
}
