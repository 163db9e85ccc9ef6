using System.Collections.Immutable;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Node.Training;

/// <summary>Several observers, told in order.</summary>
internal sealed class ObserverGroup(params ImmutableArray<IRunObserver> observers) : IRunObserver
{
    public void OnOpened(Attempt attempt) => Tell(o => o.OnOpened(attempt));

    public void OnProgress(RoundProgress progress) => Tell(o => o.OnProgress(progress));

    public void OnCommitted(RoundRecord record, RunState state) => Tell(o => o.OnCommitted(record, state));

    public void OnFault(RunState state, AttemptId? attempt, WorkerId? worker, string reason) =>
        Tell(o => o.OnFault(state, attempt, worker, reason));

    public void OnMoved(RunState state, string reason) => Tell(o => o.OnMoved(state, reason));

    public void OnRolledBack(Decision.RollBack rollBack, long from, RunState state) =>
        Tell(o => o.OnRolledBack(rollBack, from, state));

    public void OnRefused(IAttemptEvent e) => Tell(o => o.OnRefused(e));

    public void OnState(RunState state) => Tell(o => o.OnState(state));

    public void OnNodes(ImmutableArray<NodePresence> nodes) => Tell(o => o.OnNodes(nodes));

    public void OnNodeRefused(RefusalKind kind) => Tell(o => o.OnNodeRefused(kind));

    public void OnSnapshot(VersionSnapshot snapshot, SnapshotPurpose purpose, RunState state) =>
        Tell(o => o.OnSnapshot(snapshot, purpose, state));

    private void Tell(Action<IRunObserver> tell)
    {
        foreach (var observer in observers)
        {
            tell(observer);
        }
    }
}
