using System.Collections.Immutable;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Memory;

/// <summary>The data plane of a run in one process: coordinator and workers share it, and nobody is ever out of reach.</summary>
public sealed class MemoryPlane : IDataPlane
{
    private readonly MemoryExchange _exchange = new();
    private ImmutableList<Func<WorkerId, long, CancellationToken, Task<VersionSnapshot?>>> _sources = [];

    /// <summary>A name; nothing listens.</summary>
    public Endpoint Endpoint { get; } = new("memory", 1);

    public IExchangeSession Join(AttemptId id, WorkerId self, ImmutableArray<WorkerId> participants) =>
        _exchange.Join(id, self, participants);

    public void Break(AttemptId id, string reason) => _exchange.Break(id, reason);

    public void Know(IReadOnlyDictionary<WorkerId, Endpoint> workers)
    {
    }

    /// <summary>Of coordinator and workers alike: whoever has it gives it.</summary>
    public void Offer(Func<WorkerId, long, CancellationToken, Task<VersionSnapshot?>> source) =>
        ImmutableInterlocked.Update(ref _sources, sources => sources.Add(source));

    public async Task<VersionSnapshot> Fetch(Endpoint from, WorkerId worker, long step, CancellationToken stop)
    {
        foreach (var source in Volatile.Read(ref _sources))
        {
            if (await source(worker, step, stop).ConfigureAwait(false) is { } version)
            {
                return version;
            }
        }

        throw new IOException($"{worker} does not hold step {step}");
    }

    /// <summary>Made at once, and never broken.</summary>
    public IDisposable Watch(Endpoint peer, Action made, Action<string> broken)
    {
        made();
        return Watching.Instance;
    }

    private sealed class Watching : IDisposable
    {
        public static readonly Watching Instance = new();

        public void Dispose()
        {
        }
    }
}
