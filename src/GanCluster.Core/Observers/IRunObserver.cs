using System.Collections.Immutable;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Core.Observers;

/// <summary>
/// Who keeps the record of a run, or a part of it. It is told, and decides nothing. It is told one thing at a time, in the order
/// in which they happened, on the recorder's own thread, which no worker waits for. What it throws ends the run.
/// </summary>
public interface IRunObserver
{
    /// <summary>An attempt was opened.</summary>
    void OnOpened(Attempt attempt)
    {
    }

    /// <summary>A participant of the open attempt showed life, for the first time at its start.</summary>
    void OnProgress(RoundProgress progress)
    {
    }

    /// <summary>A round was committed.</summary>
    void OnCommitted(RoundRecord record, RunState state)
    {
    }

    /// <summary>An attempt was abandoned or a worker lost.</summary>
    void OnFault(RunState state, AttemptId? attempt, WorkerId? worker, string reason)
    {
    }

    /// <summary>The run goes on from another version than the last round's, because nobody was left that held that one, or because
    /// somebody came back who holds a later one. What is committed again is marked so.</summary>
    void OnMoved(RunState state, string reason)
    {
    }

    /// <summary>The run goes on from a healthy version, in another course. What was committed after it is void.</summary>
    /// <param name="from">The step that it stood at.</param>
    void OnRolledBack(Decision.RollBack rollBack, long from, RunState state)
    {
    }

    /// <summary>A stale or repeated word about an attempt was refused.</summary>
    void OnRefused(IAttemptEvent e)
    {
    }

    /// <summary>Something changed: a worker came or went, a round opened or ended.</summary>
    void OnState(RunState state)
    {
    }

    /// <summary>A node came or went.</summary>
    void OnNodes(ImmutableArray<NodePresence> nodes)
    {
    }

    /// <summary>A node was turned away.</summary>
    void OnNodeRefused(RefusalKind kind)
    {
    }

    /// <summary>A version is to be written and measured. Rounds go on meanwhile, up to the next snapshot, which waits for the
    /// return.</summary>
    /// <param name="state">The run when the snapshot was asked for.</param>
    void OnSnapshot(VersionSnapshot snapshot, SnapshotPurpose purpose, RunState state)
    {
    }
}

/// <summary>How a run ended.</summary>
public sealed record RunOutcome(bool Succeeded, string Reason, RunState State);

/// <summary>A worker node that takes part in the run, or did until nobody has taken its place.</summary>
/// <param name="Metrics">Where it serves /metrics, as HOST:PORT; empty: nowhere.</param>
/// <param name="Machine">As it is reached.</param>
/// <param name="Device">The kind of its devices.</param>
public sealed record NodePresence(ImmutableArray<WorkerId> Workers, string Metrics, string Machine = "", string Device = "");

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
