using System.Collections.Immutable;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Telemetry.Metrics;

/// <summary>Counts what happens in a run.</summary>
/// <param name="rates">The learning rates of a step in a course; null: they are not known.</param>
public sealed class MeteredRun(
    RunConfiguration configuration, GanClusterInstruments instruments, Func<long, int, LearningRates>? rates = null) : IRunObserver
{
    private ImmutableHashSet<WorkerId> _there = [];

    public void OnCommitted(RoundRecord record, RunState state)
    {
        if (record.IsRedone)
        {
            instruments.RoundRedone(record);
        }
        else
        {
            instruments.RoundCommitted(
                record,
                RunLength.ImagesAfter(configuration, record.Steps.Count),
                rates?.Invoke(record.Steps.First, state.Course));
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
            // Nobody else is barred for good.
            instruments.WorkerLost(state.Workers.GetValueOrDefault(worker.Value)?.BarredUntil == TimeSpan.MaxValue);
        }
    }

    public void OnRolledBack(Decision.RollBack rollBack, long from, RunState state) => instruments.RolledBack();

    public void OnRefused(IAttemptEvent e) => instruments.MessageDropped();

    public void OnState(RunState state)
    {
        var there = state.Alive.Select(worker => worker.Id).ToImmutableHashSet();
        instruments.WorkersJoined(there.Except(_there).Count);
        _there = there;
        instruments.StateChanged(state);
    }

    public void OnNodeRefused(RefusalKind kind) => instruments.NodeRefused(kind);
}
