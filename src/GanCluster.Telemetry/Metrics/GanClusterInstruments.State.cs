using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using GanCluster.Core;
using GanCluster.Core.Health;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Sums;

namespace GanCluster.Telemetry.Metrics;

/// <summary>What is asked for at a scrape, and what begins at 0.</summary>
public sealed partial class GanClusterInstruments
{
    private RunState? _state;

    /// <summary>Of the attempt that was opened last: between two rounds nothing is open.</summary>
    private ImmutableSortedDictionary<WorkerId, ImmutableArray<ReplicaRange>> _ranges =
        ImmutableSortedDictionary<WorkerId, ImmutableArray<ReplicaRange>>.Empty;
    private RunFacts? _run;
    private int _expected;
    private ExchangeTraffic? _exchange;
    private ImmutableArray<KeyValuePair<string, object?>> _build = [];
    private Func<long>? _tensors;
    private volatile HealthCondition _health;

    /// <summary>1 or 0 where there are several coordinators; -1 where there is one.</summary>
    private volatile int _acts = -1;
    private long _dropped;

    /// <param name="version">GanCluster's.</param>
    /// <param name="libraries">They become labels.</param>
    /// <param name="liveTensors">Tensors that have not been disposed of.</param>
    public void NodeBegan(string version, IEnumerable<Library> libraries, Func<long> liveTensors)
    {
        _build = [Tag("version", version), .. libraries.Select(l => Tag(l.Name.ToLowerInvariant(), l.Version))];
        _tensors = liveTensors;
    }

    /// <param name="expected">Workers that the run was begun with.</param>
    public void RunBegan(RunFacts run, RunState state, int expected)
    {
        (_run, _expected, _scale) = (run, expected, ScoreScales.Of(run.Configuration));
        foreach (var counter in new[] { _steps, _redone, _rollbacks, _images, _nonfinite, _joins })
        {
            counter.Add(0);
        }

        foreach (var (counter, key, value) in ClosedLabels)
        {
            counter.Add(0, Tag(key, value));
        }

        StateChanged(state);
    }

    public void StateChanged(RunState state)
    {
        if (state.Open is { } open)
        {
            Volatile.Write(ref _ranges, open.Ranges);
        }

        Volatile.Write(ref _state, state);
    }

    public void HealthChanged(HealthCondition condition) => _health = condition;

    /// <summary>Of a coordinator that is one of several.</summary>
    public void Stands(bool acts) => _acts = acts ? 1 : 0;

    public void WorkersBegan(IEnumerable<WorkerId> workers)
    {
        foreach (var worker in workers)
        {
            ImagesComputed(worker, 0);
        }
    }

    public void ExchangeBegan(ExchangeTraffic traffic) => Volatile.Write(ref _exchange, traffic);

    private IEnumerable<(Counter<long> Counter, string Key, string Value)> ClosedLabels =>
    [
        (_rounds, "outcome", "committed"),
        (_rounds, "outcome", "abandoned"),
        (_rounds, "outcome", "redone"),
        (_hashes, "outcome", "agreed"),
        (_hashes, "outcome", "odd"),
        (_faults, "kind", "worker_lost"),
        (_faults, "kind", "attempt_abandoned"),
        (_checkpoints, "outcome", "written"),
        (_checkpoints, "outcome", "failed"),
        .. Enum.GetValues<RequestRefusal>().Select(refusal => (_pageRefused, "reason", NameOf(refusal))),
        .. Enum.GetValues<RefusalKind>().Select(kind => (_refused, "reason", NameOf(kind))),
    ];

    private void Observe()
    {
        _meter.CreateObservableGauge(
            "gancluster.build.info",
            () => _build.IsEmpty ? [] : One(1, [.. _build]),
            "{build}",
            "Always 1; the labels tell which GanCluster this is, and on which libraries.");
        _meter.CreateObservableGauge(
            "gancluster.live.tensors",
            () => _tensors is { } count ? One(count()) : [],
            "{tensor}",
            "Tensors of this process that have not been disposed of.");
        _meter.CreateObservableGauge(
            "gancluster.pool.threads", () => One(ThreadPool.ThreadCount), "{thread}", "Threads of this process's pool.");
        _meter.CreateObservableGauge(
            "gancluster.pool.waiting", () => One(ThreadPool.PendingWorkItemCount), "{item}", "What waits for one of them.");
        _meter.CreateObservableGauge(
            "gancluster.run.info",
            () => _run is { } run ? One(1, [.. run.Tags.Select(t => Tag(t.Key, t.Value))]) : [],
            "{run}",
            "Always 1; the labels tell which run this coordinator has.");
        _meter.CreateObservableGauge(
            "gancluster.run.active",
            () => State is { } state ? One(state.Ended ? 0 : 1) : [],
            "{run}",
            "1 while the run goes on, 0 once it has ended.");
        _meter.CreateObservableGauge(
            "gancluster.coordinator.acting",
            () => _acts < 0 ? [] : One(_acts),
            "{coordinator}",
            "Of several coordinators: 1 while this one acts, 0 while it stands by.");
        _meter.CreateObservableGauge(
            "gancluster.run.target.steps",
            () => _run is { } run ? One(run.TargetStep) : [],
            "{step}",
            "Steps that the run is to have, those of earlier processes included.");
        _meter.CreateObservableGauge(
            "gancluster.run.committed.steps",
            () => State is { } state ? One(state.Step) : [],
            "{step}",
            "Steps that the run has, those of earlier processes included.");
        _meter.CreateObservableGauge(
            "gancluster.expected.workers",
            () => _run is null ? [] : One(_expected),
            "{worker}",
            "Workers that the run was begun with.");
        _meter.CreateObservableGauge("gancluster.workers", WorkersByState, "{worker}", "Workers, by state.");
        _meter.CreateObservableGauge(
            "gancluster.replicas", ReplicasByWorker, "{replica}", "Replicas that a worker has in the round that was opened last.");
        _meter.CreateObservableGauge(
            "gancluster.health",
            () => _run is null ? [] : Enum.GetValues<HealthCondition>().Select(condition =>
                new Measurement<long>(condition == _health ? 1 : 0, Tag("state", NameOf(condition)))),
            "{state}",
            "1 for the state of health that the run is in, 0 for the others.");
        _meter.CreateObservableCounter(
            "gancluster.exchange.bytes", ExchangeBytes, "By", "Bytes of the data plane, by direction.");
        _meter.CreateObservableCounter(
            "gancluster.stale.messages", StaleMessages, "{message}", "Messages of attempts that are over, or repeated, dropped.");
        _meter.CreateObservableCounter(
            "gancluster.exchange.refused.connections",
            () => Exchange is { } exchange ? One(exchange.Refused()) : [],
            "{connection}",
            "Connections that the data plane turned away.");
    }

    private RunState? State => Volatile.Read(ref _state);

    private ExchangeTraffic? Exchange => Volatile.Read(ref _exchange);

    private IEnumerable<Measurement<long>> WorkersByState()
    {
        if (State is not { } state)
        {
            return [];
        }

        var counts = state.Workers.Values.CountBy(w => StateOf(w, state)).ToDictionary();
        return Enum.GetValues<WorkerCondition>().Select(condition =>
            new Measurement<long>(counts.GetValueOrDefault(condition), Tag("state", NameOf(condition))));
    }

    private IEnumerable<Measurement<long>> ReplicasByWorker() => State is not { } state ? [] : state.Alive.Select(worker =>
        new Measurement<long>(
            Volatile.Read(ref _ranges).TryGetValue(worker.Id, out var its) ? its.Sum(range => range.Count) : 0,
            Tag("worker", worker.Id.Value)));

    internal static WorkerCondition StateOf(WorkerState worker, RunState run) => worker switch
    {
        { LostReason: not null } => WorkerCondition.Lost,
        { Leaving: true } => WorkerCondition.Leaving,
        _ when !run.Holds(worker) => worker.HealingSince is null ? WorkerCondition.Idle : WorkerCondition.Healing,
        _ => WorkerCondition.Ready,
    };

    private IEnumerable<Measurement<long>> ExchangeBytes() => Exchange is not { } exchange
        ? []
        :
        [
            new(exchange.Sent(), Tag("direction", "sent")),
            new(exchange.Received(), Tag("direction", "received")),
        ];

    private IEnumerable<Measurement<long>> StaleMessages() =>
    [
        .. _run is null ? [] : One(Interlocked.Read(ref _dropped), Tag("plane", "control")),
        .. Exchange is { } exchange ? One(exchange.StaleFrames(), Tag("plane", "data")) : [],
    ];

    private static IEnumerable<Measurement<long>> One(long value, params ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        [new Measurement<long>(value, tags)];

    private static string NameOf<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((c, i) =>
            char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}

/// <summary>Where a worker stands, for people.</summary>
internal enum WorkerCondition
{
    Ready,

    /// <summary>It sat out rounds for want of replicas, and is told to load a version when one is to be had for it.</summary>
    Idle,
    Healing,
    Leaving,
    Lost,
}

/// <summary>A data plane's counters, read at a scrape.</summary>
public sealed record ExchangeTraffic(Func<long> Sent, Func<long> Received, Func<long> StaleFrames, Func<long> Refused);
