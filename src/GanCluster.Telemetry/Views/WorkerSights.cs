using System.Collections.Immutable;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;

namespace GanCluster.Telemetry.Views;

/// <summary>What is known of a run's workers beside their state: where they are, what they computed, when they were last
/// heard.</summary>
internal sealed class WorkerSights(TimeProvider time)
{
    private readonly Dictionary<WorkerId, WorkerSight> _sights = [];

    internal ImmutableDictionary<WorkerId, WorkerSight> Now => _sights.ToImmutableDictionary();

    internal void Heard(WorkerId worker) => _sights[worker] = Of(worker) with { HeardAt = time.GetUtcNow() };

    /// <param name="images">Real ones, in a committed round.</param>
    internal void Computed(WorkerId worker, long images) =>
        _sights[worker] = Of(worker) with { HeardAt = time.GetUtcNow(), Images = Of(worker).Images + images };

    internal void Present(ImmutableArray<NodePresence> nodes)
    {
        foreach (var (node, worker) in nodes.SelectMany(node => node.Workers.Select(worker => (node, worker))))
        {
            _sights[worker] = Of(worker) with { Machine = node.Machine, Device = node.Device, Metrics = node.Metrics };
        }
    }

    private WorkerSight Of(WorkerId worker) => _sights.GetValueOrDefault(worker, WorkerSight.Unknown);
}

/// <param name="Images">Real ones that it has computed in committed rounds.</param>
/// <param name="HeardAt">Null: not yet.</param>
/// <param name="Machine">As its node is reached; empty: not known.</param>
/// <param name="Device">The kind.</param>
/// <param name="Metrics">Where its node serves /metrics, as HOST:PORT; empty: nowhere.</param>
internal sealed record WorkerSight(long Images, DateTimeOffset? HeardAt, string Machine, string Device, string Metrics)
{
    internal static readonly WorkerSight Unknown = new(0, null, "", "", "");
}
