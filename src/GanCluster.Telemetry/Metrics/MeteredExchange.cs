using System.Collections.Immutable;
using System.Diagnostics;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Telemetry.Metrics;

/// <summary>An exchange whose sums are timed.</summary>
public class MeteredExchange(IParameterExchange exchange, GanClusterInstruments instruments) : IParameterExchange
{
    public IExchangeSession Join(AttemptId id, WorkerId self, ImmutableArray<WorkerId> participants) =>
        new Session(exchange.Join(id, self, participants), instruments);

    public void Break(AttemptId id, string reason) => exchange.Break(id, reason);

    private sealed class Session(IExchangeSession session, GanClusterInstruments instruments) : IExchangeSession
    {
        public void Sum(ReductionTree tree, IReadOnlyList<PartialSum> nodes, Memory<float> sum, Action waiting)
        {
            var started = Stopwatch.GetTimestamp();
            session.Sum(tree, nodes, sum, waiting);
            instruments.PhaseEnded(Phase.Exchange, Stopwatch.GetElapsedTime(started));
        }

        public void Dispose() => session.Dispose();
    }
}

/// <summary>A data plane whose sums are timed.</summary>
public sealed class MeteredDataPlane(IDataPlane plane, GanClusterInstruments instruments)
    : MeteredExchange(plane, instruments), IDataPlane, IDisposable
{
    public Endpoint Endpoint => plane.Endpoint;

    public void Know(IReadOnlyDictionary<WorkerId, Endpoint> workers) => plane.Know(workers);

    public void Offer(Func<WorkerId, long, CancellationToken, Task<VersionSnapshot?>> source) => plane.Offer(source);

    public Task<VersionSnapshot> Fetch(Endpoint from, WorkerId worker, long step, CancellationToken stop) =>
        plane.Fetch(from, worker, step, stop);

    public IDisposable Watch(Endpoint peer, Action made, Action<string> broken) => plane.Watch(peer, made, broken);

    public void Dispose() => (plane as IDisposable)?.Dispose();
}
