using GanCluster.Core.Rounds;

namespace GanCluster.Simulation.Tests;

/// <summary>Takes a report of any attempt for one of the attempt that is open.</summary>
internal sealed class AcceptsStaleReports(RunState start, RoundOptions options, ICoordinatorEffects effects) : ICoordinator
{
    private readonly CoordinatorInterpreter _interpreter = new(start, options, effects);

    public RunState State => _interpreter.State;

    public void Handle(TimeSpan now, IRunEvent e) =>
        _interpreter.Handle(now, e is Combined report && State.Open is { } open ? report with { Id = open.Id } : e);
}

/// <summary>Commits when more than half of the participants hold the same bits.</summary>
internal sealed class CommitsByMajority(RunState start, RoundOptions options, ICoordinatorEffects effects) : ICoordinator
{
    private readonly CoordinatorInterpreter _interpreter = new(start, options, effects);

    public RunState State => _interpreter.State;

    public void Handle(TimeSpan now, IRunEvent e)
    {
        _interpreter.Handle(now, e);
        if (e is Combined report && State.Open is { } open && open.Reports.Count * 2 > open.Ranges.Count)
        {
            foreach (var missing in open.Ranges.Keys.Except(open.Reports.Keys))
            {
                _interpreter.Handle(now, report with { Worker = missing, Contributions = [], Statistics = [] });
            }
        }
    }
}

/// <summary>Has a round redone with the ranges of its first attempt, the lost workers' left out.</summary>
internal sealed class ForgetsLostReplicas(RunState start, RoundOptions options, ICoordinatorEffects effects) : ICoordinator
{
    private readonly CoordinatorInterpreter _interpreter = new(start, options, new Effects(effects));

    public RunState State => _interpreter.State;

    public void Handle(TimeSpan now, IRunEvent e) => _interpreter.Handle(now, e);

    private sealed class Effects(ICoordinatorEffects inner) : ICoordinatorEffects
    {
        private readonly Dictionary<(long Round, WorkerId Worker), RoundAssignment> _first = [];

        public void Assign(WorkerId worker, RoundAssignment assignment)
        {
            _first.TryAdd((assignment.Id.Round, worker), assignment);
            inner.Assign(worker, assignment with { Ranges = _first[(assignment.Id.Round, worker)].Ranges });
        }

        public void Open(OpenAttempt attempt) => inner.Open(attempt);

        public void Release(WorkerId worker) => inner.Release(worker);

        public void Abandon(AttemptId id, string reason) => inner.Abandon(id, reason);

        public void Commit(Committed committed, RoundRecord record) => inner.Commit(committed, record);

        public void Lose(WorkerId worker, string reason) => inner.Lose(worker, reason);

        public void Heal(WorkerId worker, WorkerId source) => inner.Heal(worker, source);

        public void TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose) =>
            inner.TakeSnapshot(worker, step, purpose);

        public void WakeAt(TimeSpan at) => inner.WakeAt(at);

        public void Finish(bool succeeded, string reason) => inner.Finish(succeeded, reason);
    }
}

/// <summary>Never counts a silent worker as lost: time does not pass while an attempt is open.</summary>
internal sealed class WaitsForEver(RunState start, RoundOptions options, ICoordinatorEffects effects) : ICoordinator
{
    private readonly CoordinatorInterpreter _interpreter = new(
        start, options with { FirstDeadline = TimeSpan.FromDays(1), LeastDeadline = TimeSpan.FromDays(1) }, effects);

    public RunState State => _interpreter.State;

    public void Handle(TimeSpan now, IRunEvent e) => _interpreter.Handle(now, e);
}
