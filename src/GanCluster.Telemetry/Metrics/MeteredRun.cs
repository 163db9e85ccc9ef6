using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Telemetry.Metrics;

/// <summary>Counts what happens in a run.</summary>
public sealed class MeteredRun(RunConfiguration configuration, GanClusterInstruments instruments) : IRunObserver
{
    public void OnCommitted(RoundRecord record, RunState state)
    {
        if (record.IsRedone)
        {
            instruments.RoundRedone(record);
        }
        else
        {
            instruments.RoundCommitted(record, RunLength.ImagesAfter(configuration, record.Steps.Count));
        }
    }

    public void OnFault(RunState state, AttemptId? attempt, WorkerId? worker, string reason)
    {
        if (worker is null)
        {
            instruments.AttemptAbandoned();
        }
        else
        {
            instruments.WorkerLost();
        }
    }

    public void OnRolledBack(Decision.RollBack rollBack, long from, RunState state) => instruments.RolledBack();

    public void OnRefused(IAttemptEvent e) => instruments.MessageDropped();

    public void OnState(RunState state) => instruments.StateChanged(state);

    public void OnNodeRefused(RefusalKind kind) => instruments.NodeRefused(kind);
}
