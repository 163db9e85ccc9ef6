using System.Collections.Immutable;
using GanCluster.Core.Health;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Telemetry.Views;

/// <summary>What the page shows of a run, kept up to date by what happens in it. Nobody who looks holds up what happens for
/// longer than a copy takes.</summary>
/// <param name="rates">The learning rates of a step in a course; null: they are not known.</param>
public sealed class RunView(RunFacts run, TimeProvider time, Func<long, int, LearningRates>? rates = null) : IRunObserver
{
    private const int RateRounds = 10;
    private readonly Lock _lock = new();
    private readonly RunSeries _series = new(RunLength.ImagesPerStep(run.Configuration));
    private readonly Happenings _happenings = new();
    private readonly WorkerSights _workers = new(time);
    private readonly RoundTimes _times = new(time);
    private readonly Queue<(long Steps, TimeSpan Duration)> _recent = new();
    private HealthVerdict _health = HealthVerdict.Unchecked;
    private string? _standing;
    private DateTimeOffset? _endsAt;
    private RunState? _state;
    private RoundRecord? _last;
    private long _changes;

    internal RunFacts Run => run;

    /// <summary>How often something changed that somebody who looks would see.</summary>
    internal long Changes => Interlocked.Read(ref _changes);

    internal RunPicture Now()
    {
        lock (_lock)
        {
            var rate = RunLength.ImagesAfter(run.Configuration, _recent.Sum(r => r.Steps))
                / Math.Max(1e-9, _recent.Sum(r => r.Duration.TotalSeconds));
            return new RunPicture(
                run, time.GetUtcNow(), _state, _last, rate, _workers.Now, _times.Newest, _happenings.Newest, _health, _standing,
                _endsAt);
        }
    }

    /// <summary>The charts' points that somebody lacks, and how much of the series there is with them.</summary>
    internal (SeriesPicture Series, SeriesPosition Newest) Since(SeriesPosition position)
    {
        lock (_lock)
        {
            return (_series.Since(position), _series.Newest);
        }
    }

    /// <summary>A round that an earlier process committed.</summary>
    public void OnRecorded(StepSpan steps, TimeSpan duration, ReplicaStatistics mean, int course) =>
        Change(() => Add(steps, duration, mean, course));

    /// <summary>What an earlier process noted of a lost worker, an attempt or a version.</summary>
    public void OnRecordedFault(DateTimeOffset at, string what) => Change(() => _happenings.Add(HappeningKind.Fault, at, what));

    public void OnOpened(Attempt attempt)
    {
        lock (_lock)
        {
            _times.Opened(attempt.Id);
        }
    }

    public void OnCommitted(RoundRecord record, RunState state) => Change(() =>
    {
        (_last, _state) = (record, state);
        _times.Committed(record);
        var perStep = (long)run.Configuration.Batch * run.Configuration.DSteps;
        foreach (var report in record.Reports)
        {
            _workers.Computed(report.Worker, report.ReplicaSteps * perStep);
        }

        _recent.Enqueue((record.Steps.Count, record.Duration));
        if (_recent.Count > RateRounds)
        {
            _recent.Dequeue();
        }

        if (!record.IsRedone)
        {
            Add(record.Steps, record.Duration, record.Statistics, state.Course);
        }
    });

    /// <summary>A sign of life is no change to look at by itself.</summary>
    public void OnProgress(RoundProgress progress)
    {
        lock (_lock)
        {
            _workers.Heard(progress.Worker);
            _times.Heard(progress);
        }
    }

    public void OnFault(RunState state, AttemptId? attempt, WorkerId? worker, string reason) => Happened(
        HappeningKind.Fault, worker is null ? $"an attempt was abandoned: {reason}" : $"{worker} was lost: {reason}");

    public void OnMoved(RunState state, string reason) => Happened(HappeningKind.Fault, reason);

    public void OnRolledBack(Decision.RollBack rollBack, long from, RunState state)
    {
        Happened(
            HappeningKind.RollBack, $"roll-back {rollBack.Course}, from step {from} to step {rollBack.To.Step}: {rollBack.Reason}");
        Change(() => _series.Cut(rollBack.To.Step));
    }

    public void OnRefused(IAttemptEvent e) =>
        Happened(HappeningKind.Stale, $"{e.GetType().Name} of {e.Worker} about round {e.Id.Round}, attempt {e.Id.Attempt}");

    public void OnNodeRefused(RefusalKind kind) =>
        Happened(HappeningKind.Refusal, $"a node was turned away: {kind.ToString().ToLowerInvariant()}");

    public void OnState(RunState state) => Change(() => _state = state);

    public void OnNodes(ImmutableArray<NodePresence> nodes) => Change(() => _workers.Present(nodes));

    /// <param name="standing">What a coordinator that does not act is to the run; null: it acts.</param>
    public void OnStanding(string? standing) => Change(() => _standing = standing);

    /// <summary>It ends then, if it has not come to its last step.</summary>
    public void OnLimited(DateTimeOffset endsAt) => Change(() => _endsAt = endsAt);

    /// <param name="measures">Of the version after the step.</param>
    public void OnMeasured(long step, IEnumerable<(string Name, double Value)> measures) => Change(() =>
    {
        foreach (var (name, value) in measures)
        {
            _series.AddMeasure(step, name, value);
        }
    });

    public void OnHealth(HealthVerdict verdict) => Change(() =>
    {
        if (verdict.Condition != _health.Condition)
        {
            _happenings.Add(
                HappeningKind.Health, time.GetUtcNow(), $"{verdict.State} since step {verdict.Step}: {verdict.Reason}");
        }

        _health = verdict;
    });

    private void Happened(HappeningKind kind, string what) => Change(() => _happenings.Add(kind, time.GetUtcNow(), what));

    private void Add(StepSpan steps, TimeSpan duration, ReplicaStatistics mean, int course)
    {
        var of = rates?.Invoke(steps.First, course) ?? LearningRates.Unknown;
        _series.AddRound(new RoundPoint(steps, mean, of), duration.TotalSeconds);
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
        }

        Interlocked.Increment(ref _changes);
    }
}

/// <param name="At">When it was taken.</param>
/// <param name="Rate">Images/s over the last rounds.</param>
/// <param name="Times">Of the newest round; null before the first.</param>
/// <param name="Standing">Of a coordinator that does not act; null: this one does.</param>
/// <param name="EndsAt">Where time ends it; null: its steps alone do.</param>
internal sealed record RunPicture(
    RunFacts Run,
    DateTimeOffset At,
    RunState? State,
    RoundRecord? Last,
    double Rate,
    ImmutableDictionary<WorkerId, WorkerSight> Workers,
    RoundTime? Times,
    ImmutableArray<Happening> Happenings,
    HealthVerdict Health,
    string? Standing,
    DateTimeOffset? EndsAt)
{
    /// <summary>For people, in a word or two.</summary>
    internal string Stands => State switch
    {
        _ when Standing is not null => Standing,
        null => "starts",
        { Ended: true } => "has ended",
        { Open: null } state when !state.Alive.Any() => "waits for workers",
        _ => "runs",
    };
}
