using System.Collections.Concurrent;
using System.Collections.Immutable;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;

namespace GanCluster.Cluster.Tests.Actors;

/// <summary>Data planes of nodes that all live in this process; one can be cut off from the others.</summary>
internal sealed class MemoryPlanes
{
    private readonly ConcurrentDictionary<Endpoint, Plane> _planes = new();
    private readonly MemoryExchange _exchange = new();
    private int _ports;

    /// <summary>Where watches wait to be made; null: they are made at once.</summary>
    public ConcurrentQueue<Action>? Held { get; set; }

    public long Fetches => _planes.Values.Sum(p => p.Fetches);

    public Plane Open()
    {
        var plane = new Plane(this, _exchange, new Endpoint("memory", Interlocked.Increment(ref _ports)));
        _planes[plane.Endpoint] = plane;
        return plane;
    }

    /// <summary>As if the process behind it had ended.</summary>
    public void Cut(Endpoint endpoint)
    {
        _planes.Remove(endpoint, out var plane);
        plane?.Cut();
    }

    internal sealed class Plane(MemoryPlanes planes, MemoryExchange exchange, Endpoint endpoint) : IDataPlane
    {
        private readonly ConcurrentBag<Action<string>> _watchers = [];
        private Func<WorkerId, long, CancellationToken, Task<VersionSnapshot?>>? _source;

        public Endpoint Endpoint => endpoint;

        public long Fetches { get; private set; }

        public void Know(IReadOnlyDictionary<WorkerId, Endpoint> workers)
        {
        }

        public void Offer(Func<WorkerId, long, CancellationToken, Task<VersionSnapshot?>> source) => _source = source;

        public async Task<VersionSnapshot> Fetch(Endpoint from, WorkerId worker, long step, CancellationToken stop)
        {
            Fetches++;
            var version = planes._planes.TryGetValue(from, out var plane) ? await plane._source!(worker, step, stop) : null;
            return version ?? throw new IOException($"{from} does not hold step {step} of {worker}");
        }

        public IDisposable Watch(Endpoint peer, Action made, Action<string> broken)
        {
            if (planes._planes.TryGetValue(peer, out var plane))
            {
                plane._watchers.Add(broken);
                (planes.Held is { } held ? () => held.Enqueue(made) : made)();
            }
            else
            {
                broken($"nobody listens at {peer}");
            }

            return new Nothing();
        }

        public IExchangeSession Join(AttemptId id, WorkerId self, ImmutableArray<WorkerId> participants) =>
            exchange.Join(id, self, participants);

        public void Break(AttemptId id, string reason) => exchange.Break(id, reason);

        public void Cut()
        {
            foreach (var broken in _watchers)
            {
                broken("its connection broke");
            }
        }

        private sealed class Nothing : IDisposable
        {
            public void Dispose()
            {
            }
        }
    }
}
