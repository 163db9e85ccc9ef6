using System.Collections.Immutable;
using GanCluster.Core.Health;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Telemetry.Page;

/// <summary>What the page shows of a run, kept up to date by what happens in it.</summary>
public sealed class RunView(RunFacts run, TimeProvider time) : IRunObserver
{
    private const int MostPoints = 400;
    private const int MostFaults = 5;
    private const int RateRounds = 10;
    private readonly Lock _lock = new();
    private readonly List<LossPoint> _losses = [];
    private readonly Dictionary<WorkerId, long> _images = [];
    private ImmutableArray<FaultLine> _faults = [];
    private HealthVerdict _health = HealthVerdict.Unchecked;
    private string? _standing;
    private RunState? _state;
    private RoundRecord? _last;
    private readonly Queue<(long Steps, TimeSpan Duration)> _recent = new();
    private long _rounds;
    private int _every = 1;

    internal RunPicture Now()
    {
        lock (_lock)
        {
            var rate = RunLength.ImagesAfter(run.Configuration, _recent.Sum(r => r.Steps))
                / Math.Max(1e-9, _recent.Sum(r => r.Duration.TotalSeconds));
            return new RunPicture(run, _state, _last, rate, [.. _losses], _images.ToImmutableDictionary(), _faults, _health, _standing);
        }
    }

    public void OnCommitted(RoundRecord record, RunState state)
    {
        lock (_lock)
        {
            (_last, _state) = (record, state);
            var perStep = (long)run.Configuration.Batch * run.Configuration.DSteps;
            foreach (var report in record.Reports)
            {
                _images[report.Worker] = _images.GetValueOrDefault(report.Worker) + (report.ReplicaSteps * perStep);
            }

            _recent.Enqueue((record.Steps.Count, record.Duration));
            if (_recent.Count > RateRounds)
            {
                _recent.Dequeue();
            }

            if (!record.IsRedone)
            {
                Add(new LossPoint(record.Steps.End, record.Statistics.LossD, record.Statistics.LossG));
            }
        }
    }

    public void OnFault(RunState state, AttemptId? attempt, WorkerId? worker, string reason)
    {
        lock (_lock)
        {
            var what = worker is null ? $"an attempt was abandoned: {reason}" : $"{worker} was lost: {reason}";
            _faults = [new FaultLine(time.GetUtcNow(), what), .. _faults.Take(MostFaults - 1)];
        }
    }

    public void OnMoved(RunState state, string reason)
    {
        lock (_lock)
        {
            _faults = [new FaultLine(time.GetUtcNow(), reason), .. _faults.Take(MostFaults - 1)];
        }
    }

    public void OnRolledBack(Decision.RollBack rollBack, long from, RunState state)
    {
        lock (_lock)
        {
            var what = $"roll-back {rollBack.Course}, from step {from} to step {rollBack.To.Step}: {rollBack.Reason}";
            _faults = [new FaultLine(time.GetUtcNow(), what), .. _faults.Take(MostFaults - 1)];
            _losses.RemoveAll(point => point.Step > rollBack.To.Step);
        }
    }

    public void OnState(RunState state)
    {
        lock (_lock)
        {
            _state = state;
        }
    }

    /// <param name="standing">What a coordinator that does not act is to the run; null: it acts.</param>
    public void OnStanding(string? standing)
    {
        lock (_lock)
        {
            _standing = standing;
        }
    }

    public void OnHealth(HealthVerdict verdict)
    {
        lock (_lock)
        {
            _health = verdict;
        }
    }

    /// <summary>Every n-th round is kept; n doubles whenever they are too many.</summary>
    private void Add(LossPoint point)
    {
        if (_rounds++ % _every != 0)
        {
            return;
        }

        _losses.Add(point);
        if (_losses.Count == MostPoints)
        {
            var kept = _losses.Where((_, i) => i % 2 == 0).ToList();
            _losses.Clear();
            _losses.AddRange(kept);
            _every *= 2;
        }
    }
}

internal readonly record struct LossPoint(long Step, double D, double G);

internal sealed record FaultLine(DateTimeOffset At, string What);

/// <param name="Rate">Images/s over the last rounds.</param>
/// <param name="Images">That each worker has computed in committed rounds.</param>
/// <param name="Standing">Of a coordinator that does not act; null: this one does.</param>
internal sealed record RunPicture(
    RunFacts Run,
    RunState? State,
    RoundRecord? Last,
    double Rate,
    ImmutableArray<LossPoint> Losses,
    ImmutableDictionary<WorkerId, long> Images,
    ImmutableArray<FaultLine> Faults,
    HealthVerdict Health,
    string? Standing);
