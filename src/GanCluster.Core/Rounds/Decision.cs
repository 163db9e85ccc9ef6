namespace GanCluster.Core.Rounds;

/// <summary>What the coordinator does next, and why in one sentence; <see cref="RoundRules.Decide"/> is where they come
/// from.</summary>
public abstract record Decision(string Reason)
{
    /// <summary>Nothing can be done before an event comes, or the clock reaches <paramref name="Until"/>.</summary>
    public sealed record Wait(string Reason, TimeSpan? Until = null) : Decision(Reason);

    /// <summary>Hand out the replicas. Workers without a range have no part in the attempt.</summary>
    public sealed record OpenAttempt(string Reason, Attempt Attempt) : Decision(Reason);

    /// <summary>A participant is lost: the attempt can't be finished.</summary>
    public sealed record EndAttempt(string Reason, AttemptId Id) : Decision(Reason);

    /// <summary>Count a worker as lost: an attempt failed for its fault, the others can't reach it, or it does not do in time
    /// what it was told to.</summary>
    /// <param name="BarredUntil">It may not join again before.</param>
    public sealed record LoseWorker(string Reason, WorkerId Worker, TimeSpan? BarredUntil = null) : Decision(Reason);

    /// <summary>Let a worker go that asked to leave; no fault. It never joins again, however late what it said before it left
    /// arrives: a process that comes anew is another worker.</summary>
    public sealed record ReleaseWorker(string Reason, WorkerId Worker) : Decision(Reason);

    /// <summary>Have a worker that sat out rounds, or has just come, load the run's version from one that holds it, or from
    /// <see cref="WorkerId.Coordinator"/>.</summary>
    public sealed record HealWorker(string Reason, WorkerId Worker, WorkerId Source) : Decision(Reason);

    /// <summary>Have a worker copy the committed version for a grid, a checkpoint or both.</summary>
    public sealed record TakeSnapshot(string Reason, WorkerId Worker, SnapshotPurpose Purpose) : Decision(Reason);

    /// <summary>Keep the coordinator's own copy of the committed version as a grid, a checkpoint or both: no worker holds it
    /// any more.</summary>
    public sealed record KeepSafeCopy(string Reason, SnapshotPurpose Purpose) : Decision(Reason);

    /// <summary>Go on from another version: back to the newest that can be had, because nobody holds this one, or forward again,
    /// because somebody came who holds a newer one. What is computed again has the bits that it had.</summary>
    public sealed record Move(string Reason, RunPosition To) : Decision(Reason);

    /// <summary>Go on from a healthy version in another course. What was committed after it is void.</summary>
    /// <param name="Course">The new one.</param>
    public sealed record RollBack(string Reason, RunPosition To, int Course) : Decision(Reason);

    /// <summary>Have a majority of journals write what the run's health has shown or decided: it acts only then.</summary>
    public sealed record WriteHealth(string Reason, HealthWord Word) : Decision(Reason);

    /// <summary>The run's health ends it: with a checkpoint, like a stop that was asked for.</summary>
    /// <param name="Succeeded">It has nothing more to gain; else it is in trouble.</param>
    public sealed record StopRun(string Reason, bool Succeeded) : Decision(Reason);

    /// <summary>The run is complete, or was asked to stop and its last version is safe.</summary>
    public sealed record FinishRun(string Reason) : Decision(Reason);

    /// <summary>The run can't go on.</summary>
    public sealed record FailRun(string Reason) : Decision(Reason);
}

/// <summary>What a copy of the version is for.</summary>
[Flags]
public enum SnapshotPurpose
{
    None = 0,
    Evaluate = 1,
    Checkpoint = 2,
    Last = 4,

    /// <summary>So that the run need not go back further if nobody is left that holds a newer version.</summary>
    Safe = 8,
}
