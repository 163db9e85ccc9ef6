using System.Collections.Immutable;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Tests.Actors;

/// <summary>A data plane that fails when it is told of workers, once for each time that it was asked to.</summary>
internal sealed class FaultyPlane(IDataPlane inner) : IDataPlane
{
    private int _failures;

    public Endpoint Endpoint => inner.Endpoint;

    public void Fail() => _failures++;

    public void Know(IReadOnlyDictionary<WorkerId, Endpoint> workers)
    {
        if (_failures > 0)
        {
            _failures--;
            throw new InvalidOperationException("the plane fails");
        }

        inner.Know(workers);
    }

    public void Offer(Func<WorkerId, long, CancellationToken, Task<VersionSnapshot?>> source) => inner.Offer(source);

    public Task<VersionSnapshot> Fetch(Endpoint from, WorkerId worker, long step, CancellationToken stop) =>
        inner.Fetch(from, worker, step, stop);

    public IDisposable Watch(Endpoint peer, Action made, Action<string> broken) => inner.Watch(peer, made, broken);

    public IExchangeSession Join(AttemptId id, WorkerId self, ImmutableArray<WorkerId> participants) =>
        inner.Join(id, self, participants);

    public void Break(AttemptId id, string reason) => inner.Break(id, reason);
}
