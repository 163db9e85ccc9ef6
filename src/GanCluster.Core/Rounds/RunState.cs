using System.Collections.Immutable;
using GanCluster.Core.Health;

namespace GanCluster.Core.Rounds;

/// <summary>
/// Where a run stands, as its coordinator knows it: a fold of events and decisions.
/// <code>
///            OpenAttempt            AttemptCommitted
///   Idle ---------------------> Open -----------------> Idle, step += count
///    ^  \                        |  AttemptAbandoned (also after EndAttempt: a participant lost)
///    |   \ TakeSnapshot          +--------------------> Idle, attempt += 1, same steps
///    |    v
///    +-- SnapshotTaken (its recording goes on beside the rounds)
///   Idle --Move (nobody holds the version, or somebody holds a later one that was lost)--> Idle at another step, term + 1
///   Idle --RollBack (its health asks for it)--> Idle at the newest healthy step, course + 1, term + 1
///   Idle --WriteHealth--> Idle, once a majority of journals has it (several coordinators)
///   Idle --FinishRun, FailRun (not finite, no majority, too many attempts, no workers)--> Ended
/// </code>
/// </summary>
public sealed record RunState
{
    private readonly WorkerIndex _index = WorkerIndex.Of(ImmutableSortedDictionary<WorkerId, WorkerState>.Empty);

    /// <summary>Raised whenever the run goes on from another version than the last round's: what is said of a round before is
    /// stale.</summary>
    public required long Term { get; init; }

    /// <summary>Steps committed.</summary>
    public required long Step { get; init; }

    /// <summary>Roll-backs made. What was computed in an earlier course, after the step that the run went back to, is no part of
    /// the run any more.</summary>
    public int Course { get; init; }

    /// <summary>The committed version: one more at every commit, and at every roll-back.</summary>
    public required long Version { get; init; }

    /// <summary>The number of the round that is open, or opens next; the first is 1.</summary>
    public required long Round { get; init; }

    /// <summary>Rounds were committed before the coordinator took office: it begins with whoever comes.</summary>
    public bool IsUnderWay { get; init; }

    /// <summary>When the coordinator took office; joining workers are waited for from then on.</summary>
    public required TimeSpan StartedAt { get; init; }

    /// <summary>The step whose snapshot was last taken, and a snapshot that is under way.</summary>
    public required long SnapshotStep { get; init; }

    /// <summary>What the version at <see cref="SnapshotStep"/> was copied for. Where a run begins, it has all that it needs.</summary>
    public SnapshotPurpose SnapshotTaken { get; init; } = SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint;

    /// <summary>What the checks of this course have shown.</summary>
    public CourseHealth Checks { get; init; } = CourseHealth.Start;

    /// <summary>There are several coordinators: what checks show and decide counts once a majority of journals has it, and what may be
    /// gone back to once a majority of their nodes has it.</summary>
    public bool AsksJournals { get; init; }

    /// <summary>Checks that were judged, in order, and that no majority of journals has yet.</summary>
    public ImmutableArray<CheckJudged> Unwritten { get; init; } = [];

    /// <summary>What journals are asked to write.</summary>
    public HealthWord? Writing { get; init; }

    /// <summary>A roll-back that a majority of journals has, and that is still to be made.</summary>
    public Decision.RollBack? Written { get; init; }

    /// <summary>The step of the newest check, as long as no majority of nodes is known to have its version.</summary>
    public long? Unheld { get; init; }

    public WorkerId? SnapshotBy { get; init; }

    public SnapshotPurpose SnapshotFor { get; init; }

    public TimeSpan? SnapshotSince { get; init; }

    /// <summary>The step of the snapshot that is being recorded: the next one waits, for each is as large as the
    /// version.</summary>
    public long? Recording { get; init; }

    /// <summary>The newest version that the coordinator's node has a copy of, or that every worker can begin with: the run never
    /// goes back beyond it.</summary>
    public required RunPosition Safe { get; init; }

    public required TimeSpan SafeAt { get; init; }

    /// <summary>The rounds that were committed after <see cref="Safe"/>, in order. Those from <see cref="Step"/> on are lost with
    /// whoever held them, and are computed again, each over the same steps.</summary>
    public ImmutableList<CommittedVersion> History { get; init; } = [];

    /// <summary>Steps that were computed again after they had been committed.</summary>
    public long Redone { get; init; }

    public ImmutableSortedDictionary<WorkerId, WorkerState> Workers
    {
        get => _index.Workers;
        init => (_index, LossesAtOpening) = (WorkerIndex.Of(value), null);
    }

    /// <summary>The workers, in view of the version at which the run stands.</summary>
    internal WorkerIndex Index
    {
        get => _index.At(Course, Step);
        init => _index = value;
    }

    /// <summary>Of the workers, when the open attempt was opened with some of them; null: unknown.</summary>
    internal long? LossesAtOpening { get; init; }

    public Attempt? Open { get; init; }

    /// <summary>The open attempt has been told to end: its end is on the way.</summary>
    public bool Ending { get; init; }

    /// <summary>The last attempt at this round, to redo it from.</summary>
    public Attempt? Abandoned { get; init; }

    /// <summary>The worker for whose fault the last attempt was abandoned, until it is counted as lost.</summary>
    public AttemptFault.OfWorker? Fault { get; init; }

    /// <summary>Why the run can't go on, if an attempt showed that.</summary>
    public string? FailReason { get; init; }

    /// <summary>Where the run's numbers ended, until that is acted on.</summary>
    public string? Diverged { get; init; }

    /// <summary>The attempt that is open, or was last abandoned in this round.</summary>
    public AttemptId? Current => (Open ?? Abandoned)?.Id;

    /// <summary>Attempts opened at this round.</summary>
    public int Attempts { get; init; }

    /// <summary>Seconds from opening to commit of a step, as the last round had it; null before the first.</summary>
    public double? StepSeconds { get; init; }

    /// <summary>When this round's exchange last broke though every participant seemed alive; null once a lost worker explains
    /// it, and once the next attempt is open.</summary>
    public TimeSpan? BrokenAt { get; init; }

    /// <summary>How often each worker was named, in this round, as the one that could not be reached.</summary>
    public ImmutableSortedDictionary<WorkerId, int> Accused { get; init; } = ImmutableSortedDictionary<WorkerId, int>.Empty;

    /// <summary>Since when the next opening has been waiting for workers that heal.</summary>
    public TimeSpan? HealingFrom { get; init; }

    /// <summary>When the last worker was lost, or the coordinator took office.</summary>
    public required TimeSpan LastLossAt { get; init; }

    public string? StopReason { get; init; }

    /// <summary>It is stopped because it is in trouble.</summary>
    public bool StopIsFailure { get; init; }

    public bool Ended { get; init; }

    /// <summary>Workers lost so far, and attempts abandoned for another reason.</summary>
    public int Faults { get; init; }

    /// <summary>Stale or repeated messages that were dropped.</summary>
    public long Dropped { get; init; }

    public RunPosition Position => new(Step, Version, Round);

    /// <summary>The round that opens next, if it was committed before.</summary>
    public CommittedVersion? Lost => History.Find(round => round.Steps.First == Step);

    public IEnumerable<WorkerState> Alive => Workers.Values.Where(w => w.LostReason is null);

    /// <summary>The workers that hold the run's version, and so can be given replicas; those that are about to leave only if
    /// nobody else does.</summary>
    public IEnumerable<WorkerState> Ready => Index.Ready.Select(worker => Workers[worker]);

    /// <summary>Whether the worker holds the run's version.</summary>
    public bool Holds(WorkerState worker) => (worker.Course, worker.Step) == (Course, Step);

    public static RunState StartingAt(TimeSpan now, long term, long step, long version, long round) => new()
    {
        Term = term,
        Step = step,
        Version = version,
        Round = round,
        StartedAt = now,
        LastLossAt = now,
        SnapshotStep = step,
        Safe = new RunPosition(step, version, round),
        SafeAt = now,
    };

    /// <summary>
    /// A run whose rounds journals have. What workers hold, they will say. A grid or a checkpoint that is due where the run
    /// stands may not have been taken; if the new coordinator's copy is older, it has one made as soon as somebody can.
    /// </summary>
    /// <param name="rounds">All of them, in order.</param>
    /// <param name="safe">The newest version that this node has a copy of, or that every worker can begin with.</param>
    public static RunState TakingOffice(TimeSpan now, long office, IReadOnlyList<CommittedVersion> rounds, RunPosition safe)
    {
        var newest = rounds.Count == 0 ? null : rounds[^1];
        var at = newest?.After ?? safe;
        return StartingAt(now, Rounds.Term.Of(office), at.Step, at.Version, at.Round) with
        {
            IsUnderWay = newest is not null,
            SnapshotStep = newest?.Steps.First ?? at.Step,

            // If the newest round is lost and a stop comes, the run ends where that began, of which this node may have no copy.
            SnapshotTaken = newest is null ? SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint : SnapshotPurpose.None,
            Safe = safe,
            SafeAt = safe.Step == at.Step ? now : now - TimeSpan.FromDays(1),
            History = [.. rounds.Where(round => round.After.Step > safe.Step)],
        };
    }
}

/// <param name="Step">The step of the committed version that it holds; behind the run's if it sat out rounds; -1: none.</param>
/// <param name="SecondsPerReplicaStep">Smoothed; null before the first report.</param>
/// <param name="LostReason">Null while the worker is there.</param>
/// <param name="HealingSince">When it was last told to load the run's version, until it holds another.</param>
/// <param name="LoadTime">How long it took over the last version that it loaded.</param>
/// <param name="HealFailed">It has said since that it still holds the version that it held then.</param>
/// <param name="Leaving">It asked to be let go, and has not been.</param>
/// <param name="BarredUntil">If it is lost: it may not join again before.</param>
/// <param name="Course">Of the version that it holds.</param>
/// <param name="Every">K of the round after that version, where it follows the drift.</param>
public sealed record WorkerState(
    WorkerId Id,
    long Step,
    double? SecondsPerReplicaStep = null,
    string? LostReason = null,
    TimeSpan? HealingSince = null,
    bool HealFailed = false,
    TimeSpan? LoadTime = null,
    bool Leaving = false,
    TimeSpan? BarredUntil = null,
    int Course = 0,
    int Every = 0);
