using System.Collections.Immutable;

namespace GanCluster.Core.Rounds;

/// <summary>The only ways a <see cref="RunState"/> changes. A no-op returns the same instance.</summary>
public static class RunStateTransitions
{
    public static RunState Apply(this RunState state, TimeSpan now, IRunEvent e) => e switch
    {
        WorkerJoined joined => Join(state, joined),
        WorkerLost lost => Lose(state, lost.Worker, lost.Reason),
        StopRequested stop => state.StopReason is null ? state with { StopReason = stop.Reason } : state,
        SnapshotTaken taken => taken.Worker == state.SnapshotBy && taken.Step == state.Step
            ? state with { SnapshotBy = null, SnapshotSince = null, SnapshotStep = taken.Step }
            : Drop(state),
        IAttemptEvent attempt => ApplyToAttempt(state, now, attempt),
        _ => state,
    };

    public static RunState Apply(this RunState state, TimeSpan now, Decision decision) => decision switch
    {
        Decision.OpenAttempt open => state with
        {
            Open = new OpenAttempt(open.Id, open.Steps, open.Ranges, now),
            Abandoned = null,
            Attempts = state.Attempts + 1,
        },
        Decision.AbandonAttempt => state with { Open = null, Abandoned = state.Open, Faults = state.Faults + Blameless(state) },
        Decision.CommitRound => Commit(state, now),
        Decision.LoseWorker lose => Lose(state, lose.Worker, lose.Reason),
        Decision.HealWorker heal => state with
        {
            Workers = state.Workers.SetItem(heal.Worker, state.Workers[heal.Worker] with { HealingSince = now }),
        },
        Decision.TakeSnapshot take => state with { SnapshotBy = take.Worker, SnapshotSince = now },
        Decision.FinishRun or Decision.FailRun => state with { Ended = true, Open = null },
        _ => state,
    };

    private static RunState Join(RunState state, WorkerJoined joined)
    {
        var known = state.Workers.GetValueOrDefault(joined.Worker);
        if (known is { LostReason: null } && joined.Step < known.Step)
        {
            return Drop(state);
        }

        var worker = known is { LostReason: null }
            ? known with { Step = joined.Step, HealingSince = null }
            : new WorkerState(joined.Worker, joined.Step);
        return worker == known ? state : state with { Workers = state.Workers.SetItem(joined.Worker, worker) };
    }

    private static RunState Lose(RunState state, WorkerId worker, string reason)
    {
        var known = state.Workers.GetValueOrDefault(worker) ?? new WorkerState(worker, Step: -1);
        if (known.LostReason is not null)
        {
            return state;
        }

        return state with
        {
            Workers = state.Workers.SetItem(worker, known with { LostReason = reason }),
            SnapshotBy = state.SnapshotBy == worker ? null : state.SnapshotBy,
            SnapshotSince = state.SnapshotBy == worker ? null : state.SnapshotSince,
            Faults = state.Faults + 1,
        };
    }

    private static RunState ApplyToAttempt(RunState state, TimeSpan now, IAttemptEvent e)
    {
        var open = state.Open;
        if (open is null || open.Id != e.Id || !open.Ranges.ContainsKey(e.Worker) || open.Reports.ContainsKey(e.Worker) ||
            state.Workers[e.Worker].LostReason is not null)
        {
            return Drop(state);
        }

        return state with
        {
            Open = e switch
            {
                Combined report => open with { Reports = open.Reports.Add(report.Worker, report) },
                ExchangeBroken broken => open with { Broken = open.Broken ?? broken },
                _ => open with { LastProgress = open.LastProgress.SetItem(e.Worker, now) },
            },
        };
    }

    private static RunState Commit(RunState state, TimeSpan now)
    {
        var open = state.Open!;
        return state with
        {
            Open = null,
            Abandoned = null,
            Attempts = 0,
            Step = open.Steps.End,
            Version = state.Version + 1,
            Round = state.Round + 1,
            StepSeconds = (now - open.OpenedAt).TotalSeconds / open.Steps.Count,
            Workers = open.Reports.Values.Aggregate(state.Workers, (workers, report) => Measure(workers, report, open.Steps.End)),
        };
    }

    /// <summary>Half the old speed, half the new: one slow round does not move the replicas, two do.</summary>
    private static ImmutableSortedDictionary<WorkerId, WorkerState> Measure(
        ImmutableSortedDictionary<WorkerId, WorkerState> workers, Combined report, long step)
    {
        var worker = workers[report.Worker] with { Step = step };
        if (report.ReplicaSteps == 0)
        {
            return workers.SetItem(worker.Id, worker);
        }

        var measured = report.ComputeSeconds / report.ReplicaSteps;
        var smoothed = worker.SecondsPerReplicaStep is { } before ? (before + measured) / 2 : measured;
        return workers.SetItem(worker.Id, worker with { SecondsPerReplicaStep = smoothed });
    }

    /// <summary>An attempt that ended with all its workers alive is a fault of its own; a lost worker was counted
    /// already.</summary>
    private static int Blameless(RunState state) =>
        state.Open is { } open && open.Ranges.Keys.All(w => state.Workers[w].LostReason is null) ? 1 : 0;

    private static RunState Drop(RunState state) => state with { Dropped = state.Dropped + 1 };
}
