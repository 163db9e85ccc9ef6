using GanCluster.Core.Rounds;

namespace GanCluster.Simulation.Tests;

/// <summary>Passes everything on but what a subclass spoils.</summary>
internal abstract class SpoiltCoordinatorEffects(ICoordinatorEffects inner) : ICoordinatorEffects
{
    public void Open(OpenAttempt attempt) => inner.Open(attempt);

    public virtual void Assign(WorkerId worker, RoundAssignment assignment) => inner.Assign(worker, assignment);

    public void Abandon(AttemptId id, string reason) => inner.Abandon(id, reason);

    public void Commit(Committed committed, RoundRecord record) => inner.Commit(committed, record);

    public virtual void Answer(WorkerId worker, IWorkerCommand answer) => inner.Answer(worker, answer);

    public void Lose(WorkerId worker, string reason) => inner.Lose(worker, reason);

    public void Release(WorkerId worker) => inner.Release(worker);

    public void Heal(WorkerId worker, WorkerId source) => inner.Heal(worker, source);

    public void TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose) => inner.TakeSnapshot(worker, step, purpose);

    public void WakeAt(TimeSpan at) => inner.WakeAt(at);

    public void Finish(bool succeeded, string reason) => inner.Finish(succeeded, reason);
}
