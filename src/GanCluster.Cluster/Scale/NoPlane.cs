using System.Collections.Immutable;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Scale;

/// <summary>A data plane over which nothing goes: simulated workers have no tensors, and none of their nodes ends.</summary>
internal sealed class NoPlane : IDataPlane
{
    public Endpoint Endpoint { get; } = new("simulated", 1);

    public IExchangeSession Join(AttemptId id, WorkerId self, ImmutableArray<WorkerId> participants) => throw Nothing();

    public void Break(AttemptId id, string reason)
    {
    }

    public void Know(IReadOnlyDictionary<WorkerId, Endpoint> workers)
    {
    }

    public void Offer(Func<WorkerId, long, CancellationToken, Task<VersionSnapshot?>> source)
    {
    }

    public Task<VersionSnapshot> Fetch(Endpoint from, WorkerId worker, long step, CancellationToken stop) => throw Nothing();

    public IDisposable Watch(Endpoint peer, Action made, Action<string> broken)
    {
        made();
        return new CancellationTokenSource();
    }

    private static InvalidOperationException Nothing() => new("simulated workers exchange nothing");
}
