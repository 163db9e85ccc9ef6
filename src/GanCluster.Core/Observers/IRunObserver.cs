using System.Collections.Immutable;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Core.Observers;

/// <summary>Who keeps the record of a run, or a part of it. It is told, and decides nothing.</summary>
public interface IRunObserver
{
    /// <summary>An attempt was opened. Called on the coordinator's thread.</summary>
    void OnOpened(Attempt attempt)
    {
    }

    /// <summary>A participant of the open attempt showed life, for the first time at its start. Called on the coordinator's
    /// thread.</summary>
    void OnProgress(RoundProgress progress)
    {
    }

    /// <summary>A round was committed. Called on the coordinator's thread.</summary>
    void OnCommitted(RoundRecord record, RunState state)
    {
    }

    /// <summary>An attempt was abandoned or a worker lost. Called on the coordinator's thread.</summary>
    void OnFault(RunState state, AttemptId? attempt, WorkerId? worker, string reason)
    {
    }

    /// <summary>A stale or repeated word about an attempt was refused. Called on the coordinator's thread.</summary>
    void OnRefused(IAttemptEvent e)
    {
    }

    /// <summary>Something changed: a worker came or went, a round opened or ended. Called on the coordinator's
    /// thread.</summary>
    void OnState(RunState state)
    {
    }

    /// <summary>A node came or went. Called on the coordinator's thread.</summary>
    void OnNodes(ImmutableArray<NodePresence> nodes)
    {
    }

    /// <summary>A node was turned away. Called on the coordinator's thread.</summary>
    void OnNodeRefused(RefusalKind kind)
    {
    }

    /// <summary>Called on a worker's thread, which waits for the return.</summary>
    void OnSnapshot(VersionSnapshot snapshot, SnapshotPurpose purpose, RunState state)
    {
    }
}

/// <summary>How a run ended.</summary>
public sealed record RunOutcome(bool Succeeded, string Reason, RunState State);

/// <summary>A worker node that takes part in the run, or did until nobody has taken its place.</summary>
/// <param name="Metrics">Where it serves /metrics, as HOST:PORT; empty: nowhere.</param>
public sealed record NodePresence(ImmutableArray<WorkerId> Workers, string Metrics);

/// <summary>Why a node is turned away; metrics count them by it.</summary>
public enum RefusalKind
{
    Version,
    Configuration,
    Malformed,
    Full,
    Secret,
    Data,
    Probe,

    /// <summary>The node itself found that it can't work for the run.</summary>
    Unable,
}
