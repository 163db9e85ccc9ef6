using System.Collections.Immutable;
using GanCluster.Core.Hashing;
using GanCluster.Core.Health;
using GanCluster.Core.Ledger;
using GanCluster.Core.Sums;

namespace GanCluster.Core.Rounds;

/// <summary>
/// Parameter averaging to worker: compute these replicas over these steps, starting from <paramref name="Version"/>, and
/// combine with these participants. The plan of all the attempt's exchanges follows from <paramref name="Participants"/>: a worker's rank is
/// its place in the list, and rank k finishes segment k of every vector.
/// </summary>
/// <param name="Ranges">Ascending, disjoint. More than one only after a loss in <c>parameters</c>, where finished replicas
/// stay put.</param>
/// <param name="Course">Of the version, and of the steps.</param>
/// <param name="Last">The commit that made the version it starts from; null before the first. It was sent before, by the same
/// sender, but is not always delivered: a worker that missed it would refuse this assignment, and its round would be lost at the
/// deadline.</param>
/// <param name="Trace">The trace context of the attempt, as W3C writes it; empty: it is not traced.</param>
public sealed record RoundAssignment(
    AttemptId Id,
    long Version,
    StepSpan Steps,
    ImmutableArray<ReplicaRange> Ranges,
    ImmutableArray<WorkerId> Participants,
    Committed? Last = null,
    int Course = 0,
    string Trace = "") : IWorkerOrder;

/// <summary>Parameter averaging to participants: the version that every one of them holds is now the run's.</summary>
public sealed record Committed(AttemptId Id, long Version, long Step, Hash128 Hash) : IWorkerOrder;

/// <summary>Parameter averaging to workers: nothing of this attempt, or of an older one at the same round, may be used.</summary>
public sealed record AttemptFenced(AttemptId Id, string Reason) : IWorkerOrder;

/// <summary>Parameter averaging to a worker that lags: load the version at <paramref name="Step"/> from the source, and join
/// again with it.</summary>
public sealed record LoadVersion(long Step, WorkerId Source, int Course = 0) : IWorkerOrder;

/// <summary>What a worker is told to do. All carry what shows that they are stale.</summary>
public interface IWorkerOrder;

/// <summary>Coordinator to parameter averaging: have the attempt come to nothing, unless it is over already.</summary>
public sealed record EndAttempt(AttemptId Id, string Reason);

/// <summary>What the coordinator or the parameter averaging learns; each is idempotent, and stale ones change nothing.</summary>
public interface IRunEvent;

/// <summary>What a worker says about one attempt, to the parameter averaging.</summary>
public interface IAttemptEvent : IRunEvent
{
    AttemptId Id { get; }

    WorkerId Worker { get; }
}

/// <summary>A worker holds the committed version at <paramref name="Step"/> and can be given replicas.</summary>
/// <param name="Every">What that version tells of the round after it: K, where it follows the drift; else 0.</param>
public sealed record WorkerJoined(WorkerId Worker, long Step, int Course = 0, int Every = 0) : IRunEvent;

/// <summary>A worker is gone: its thread threw, its process ended, its connection broke.</summary>
public sealed record WorkerLost(WorkerId Worker, string Reason) : IRunEvent;

/// <summary>A worker is to be let go after the round that is open (its node drains).</summary>
public sealed record WorkerLeaving(WorkerId Worker) : IRunEvent;

/// <summary>The run is to end after the round that is open, with a checkpoint.</summary>
public sealed record StopRequested(string Reason) : IRunEvent;

/// <summary>A copy of the committed version at <paramref name="Step"/> is here; the worker has done its part.</summary>
public sealed record SnapshotTaken(WorkerId Worker, long Step) : IRunEvent;

/// <summary>The copy at <paramref name="Step"/> is recorded, however long that took: there is room for another.</summary>
public sealed record SnapshotRecorded(long Step) : IRunEvent;

/// <summary>The version at a check's step has been measured and judged.</summary>
/// <param name="Course">In which it was committed.</param>
public sealed record CheckJudged(int Course, JudgedCheck Check) : IRunEvent
{
    /// <summary>What it was judged by, for whoever goes on with the run elsewhere.</summary>
    public ImmutableArray<Measured> Measures { get; init; } = [];
}

/// <summary>A majority of the coordinators' nodes has the version of a check on disk.</summary>
public sealed record CheckHeld(int Course, long Step) : IRunEvent;

/// <summary>A majority of journals has what the run's health has shown or decided.</summary>
public sealed record HealthWritten(HealthEntry Entry) : IRunEvent;

/// <summary>A check came to nothing, and so nobody knows what it would have decided.</summary>
public sealed record CheckFailed(int Course, long Step, string Reason) : IRunEvent;

/// <summary>Time has passed.</summary>
public sealed record Tick : IRunEvent
{
    public static readonly Tick Instance = new();
}

/// <summary>A sign of life within an attempt, at most twice a second; also sent while waiting for others in an
/// exchange.</summary>
public sealed record RoundProgress(AttemptId Id, WorkerId Worker, int StepsDone) : IAttemptEvent;

/// <summary>
/// The worker holds the attempt's result. It is committed once every participant has reported the same <paramref name="Hash"/>.
/// </summary>
/// <param name="ComputeSeconds">Time spent on own replicas, waiting for others excluded: what assignment by speed goes
/// by.</param>
/// <param name="Every">As in <see cref="WorkerJoined"/>, of the result.</param>
public sealed record Combined(
    AttemptId Id,
    WorkerId Worker,
    Hash128 Hash,
    ImmutableArray<Contribution> Contributions,
    ImmutableArray<ReplicaStatistics> Statistics,
    double ComputeSeconds,
    long ReplicaSteps,
    int Every = 0) : IAttemptEvent;

/// <summary>An exchange of the attempt ended for want of a participant; nothing of the attempt may be used.</summary>
/// <param name="Suspect">The participant that the data plane could not reach, if it is known.</param>
public sealed record ExchangeBroken(AttemptId Id, WorkerId Worker, long Step, string Reason, WorkerId? Suspect = null)
    : IAttemptEvent;

/// <summary>
/// What the attempt's replicas add up to is no number any more. Every participant sees it in the same sum, so one word of it is
/// everyone's. Nothing of the attempt may be used.
/// </summary>
public sealed record NotFinite(AttemptId Id, WorkerId Worker, Divergence Where) : IAttemptEvent;
