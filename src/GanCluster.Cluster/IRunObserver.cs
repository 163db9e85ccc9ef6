using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster;

/// <summary>Who keeps the record of a run. It is told, and decides nothing.</summary>
public interface IRunObserver
{
    /// <summary>An attempt was opened. Called on the coordinator's thread.</summary>
    void OnOpened(OpenAttempt attempt);

    /// <summary>A participant of the open attempt showed life, for the first time at its start. Called on the coordinator's
    /// thread.</summary>
    void OnProgress(RoundProgress progress);

    /// <summary>A round was committed. Called on the coordinator's thread.</summary>
    void OnCommitted(RoundRecord record, RunState state);

    /// <summary>An attempt was abandoned or a worker lost. Called on the coordinator's thread.</summary>
    void OnFault(RunState state, AttemptId? attempt, WorkerId? worker, string reason);

    /// <summary>A stale or repeated word about an attempt was refused. Called on the coordinator's thread.</summary>
    void OnRefused(IAttemptEvent e);

    /// <summary>Called on a worker's thread, which waits for the return.</summary>
    void OnSnapshot(VersionSnapshot snapshot, SnapshotPurpose purpose, RunState state);
}

/// <summary>How a run ended.</summary>
public sealed record RunOutcome(bool Succeeded, string Reason, RunState State);
