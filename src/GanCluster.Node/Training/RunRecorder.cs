using System.Collections.Immutable;
using System.Globalization;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;

namespace GanCluster.Node.Training;

/// <summary>Keeps a run's record: the journal at every commit, the progress line, and the snapshots handed on to be
/// written.</summary>
/// <param name="writesRounds">False: they are in the journal before they are committed.</param>
/// <param name="standsBy">Another process may coordinate first: how fast this one goes counts from its first attempt.</param>
internal sealed class RunRecorder(
    RunRequest request,
    RunDatabase journal,
    SnapshotWriter snapshots,
    ProgressLine progress,
    long? samples,
    double? seconds,
    TimeProvider time,
    bool writesRounds = true,
    bool standsBy = false) : IRunObserver
{
    private long _startedAt = time.GetTimestamp();
    private readonly Queue<(long Step, TimeSpan At)> _recent = new();
    private readonly HashSet<WorkerId> _notBegun = [];
    private RoundRecord? _last;
    private long _steps;
    private long _named = RunMarks.Number(journal, RunMarks.WorkersNamed);
    private long _redone = RunMarks.Number(journal, RunMarks.StepsRedone);

    /// <summary>Over what this process committed, from its start to its last commit; null before the first.</summary>
    internal double? ImagesPerSecond { get; private set; }

    public void OnOpened(Attempt attempt)
    {
        _startedAt = standsBy && ImagesPerSecond is null ? time.GetTimestamp() : _startedAt;
        _notBegun.Clear();
        if (attempt.Recorded is not null)
        {
            return;
        }

        _notBegun.UnionWith(attempt.Ranges.Keys);
        var ranges = string.Join("; ", attempt.Ranges.Select(r => $"{r.Key}: {string.Join(", ", r.Value)}"));
        journal.AppendAttempt(new AttemptRow(
            attempt.Id.Round, attempt.Id.Attempt, attempt.Id.Term, ranges, time.GetUtcNow(), BegunAt: null));
    }

    public void OnProgress(RoundProgress progress)
    {
        if (_notBegun.Remove(progress.Worker) && _notBegun.Count == 0)
        {
            journal.SetBegun(progress.Id.Round, progress.Id.Attempt, time.GetUtcNow());
        }
    }

    public void OnCommitted(RoundRecord record, RunState state)
    {
        _last = record;
        var now = time.GetElapsedTime(_startedAt);
        if (record.IsRedone)
        {
            _redone += record.Steps.Count;
            journal.SetRunValue(RunMarks.StepsRedone, _redone.ToString(CultureInfo.InvariantCulture));
            progress.Report(Snapshot(record, now));
            return;
        }

        _steps += record.Steps.Count;
        ImagesPerSecond = RunLength.ImagesAfter(request.Configuration, _steps) / now.TotalSeconds;
        if (writesRounds)
        {
            RoundJournal.Write(journal, record, request.Configuration, time);
        }

        progress.Report(Snapshot(record, now));
    }

    public void OnFault(RunState state, AttemptId? attempt, WorkerId? worker, string reason)
    {
        var kind = worker is null ? FaultKinds.AttemptAbandoned : FaultKinds.WorkerLost;
        journal.AppendFault(new FaultRow(
            time.GetUtcNow(), attempt?.Round ?? state.Round, attempt?.Attempt ?? 0, worker?.Value ?? "", kind, reason));
        progress.Note(worker is null ? $"abandoned {reason}" : $"lost {worker}: {reason}");
    }

    public void OnMoved(RunState state, string reason)
    {
        journal.AppendFault(new FaultRow(time.GetUtcNow(), state.Round, 0, "", FaultKinds.VersionLost, reason));
        progress.Note(reason);

        // How fast it goes is not told by steps that lie behind.
        _recent.Clear();
    }

    /// <summary>So that a later process of the coordinator gives no name twice.</summary>
    public void OnNodes(ImmutableArray<NodePresence> nodes)
    {
        var named = nodes.SelectMany(node => node.Workers).Select(RunMarks.NumberOf).DefaultIfEmpty(0).Max();
        if (named > _named)
        {
            _named = named;
            journal.SetRunValue(RunMarks.WorkersNamed, named.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void OnRolledBack(Decision.RollBack rollBack, long from, RunState state)
    {
        var rate = CourseTerms.Of(request.Configuration, rollBack.Course).RateFactor;
        var to = rollBack.To;
        journal.AppendRollback(new RollbackRow(
            rollBack.Course, from, to.Step, to.Round, to.Version, rollBack.Reason, rate, time.GetUtcNow()));
        progress.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"roll-back {rollBack.Course} of {request.Configuration.Health.Rollbacks} at most, from step {from} to step {to.Step}, "
                + $"learning rates x {rate:G3}: {rollBack.Reason}"));
        _recent.Clear();
        snapshots.RollBack(to.Step, rollBack.Course);
    }

    public void OnRefused(IAttemptEvent e) => journal.AppendRefusal(new RefusalRow(
        time.GetUtcNow(), e.Id.Round, e.Id.Attempt, e.Worker.Value, e.GetType().Name));

    public void OnSnapshot(VersionSnapshot snapshot, SnapshotPurpose purpose, RunState state) =>
        snapshots.Enqueue(new SnapshotJob(
            snapshot, purpose, state.Position, _last?.Version == state.Version ? _last.Reports[0].Hash : null));

    private ProgressSnapshot Snapshot(RoundRecord record, TimeSpan now)
    {
        const int Window = 10;
        _recent.Enqueue((record.Steps.End, now));
        if (_recent.Count > Window)
        {
            _recent.Dequeue();
        }

        var (firstStep, firstAt) = _recent.Count > 1 ? _recent.Peek() : (record.Steps.First, now - record.Duration);
        var stepsPerSecond = (record.Steps.End - firstStep) / Math.Max(1e-6, (now - firstAt).TotalSeconds);
        var images = RunLength.ImagesAfter(request.Configuration, record.Steps.End);
        var mean = record.Statistics;
        return new ProgressSnapshot(
            record.Steps.End,
            request.TargetStep,
            samples is { } n ? (double)images / n : null,
            mean.LossD,
            mean.LossG,
            mean.ScoreReal,
            mean.ScoreFake,
            stepsPerSecond * RunLength.ImagesPerStep(request.Configuration),
            Left(record.Steps.End, stepsPerSecond, now),
            record.Reports.Length,
            seconds is { } limit ? Math.Max(now.TotalSeconds / limit, (double)record.Steps.End / request.TargetStep) : null);
    }

    /// <summary>To the target step, or to the end of <c>--seconds</c> if that comes first.</summary>
    private TimeSpan Left(long step, double stepsPerSecond, TimeSpan now)
    {
        var toTarget = (request.TargetStep - step) / Math.Max(1e-6, stepsPerSecond);
        var toLimit = seconds is { } limit ? Math.Max(0, limit - now.TotalSeconds) : double.PositiveInfinity;
        return TimeSpan.FromSeconds(Math.Min(Math.Min(toTarget, toLimit), TimeSpan.MaxValue.TotalSeconds / 2));
    }
}
