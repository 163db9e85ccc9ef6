using Akka.Actor;
using Akka.Event;

namespace GanCluster.Cluster.Hosting;

/// <summary>
/// Passes actors' errors on to the user: a supervised actor's failure would otherwise go unseen. Not those of Akka's own parts,
/// which tell of broken connections and refused certificates what the nodes tell better.
/// </summary>
internal sealed class LogActor : ReceiveActor
{
    public LogActor(Action<string> note)
    {
        Receive<Error>(
            error => error.LogSource.Contains("/user/", StringComparison.Ordinal),
            error => note($"{error.LogSource}: {error.Message} {error.Cause?.Message}".TrimEnd()));
    }

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(Error));
}
