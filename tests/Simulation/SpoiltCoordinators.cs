using GanCluster.Core.Rounds;

namespace GanCluster.Simulation.Tests;

/// <summary>A coordinator, some of whose rules a subclass spoils: what it hears, what it knows, what it does.</summary>
internal abstract class SpoiltCoordinator(RunState start, RoundOptions options, ICoordinatorEffects effects) : ICoordinator
{
    private CoordinatorInterpreter _interpreter = new(start, options, effects);

    public RunState State => _interpreter.State;

    public virtual void Handle(TimeSpan now, IRunEvent e) => _interpreter.Handle(now, e);

    /// <summary>Forgets what it knew, and believes this.</summary>
    protected void Believe(RunState state) => _interpreter = new CoordinatorInterpreter(state, options, effects);
}

/// <summary>Takes a report of any attempt for one of the attempt that is open.</summary>
internal sealed class AcceptsStaleReports(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Handle(TimeSpan now, IRunEvent e) =>
        base.Handle(now, e is Combined report && State.Open is { } open ? report with { Id = open.Id } : e);
}

/// <summary>Commits when more than half of the participants hold the same bits.</summary>
internal sealed class CommitsByMajority(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Handle(TimeSpan now, IRunEvent e)
    {
        base.Handle(now, e);
        if (e is Combined report && State.Open is { } open && open.Reports.Count * 2 > open.Ranges.Count)
        {
            foreach (var missing in open.Ranges.Keys.Except(open.Reports.Keys))
            {
                base.Handle(now, report with { Worker = missing, Contributions = [], Statistics = [] });
            }
        }
    }
}

/// <summary>Has a round redone with the ranges of its first attempt, the lost workers' left out.</summary>
internal sealed class ForgetsLostReplicas(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, new FirstRanges(effects))
{
    private sealed class FirstRanges(ICoordinatorEffects inner) : SpoiltCoordinatorEffects(inner)
    {
        private readonly Dictionary<(long Round, WorkerId Worker), RoundAssignment> _first = [];

        public override void Assign(WorkerId worker, RoundAssignment assignment)
        {
            _first.TryAdd((assignment.Id.Round, worker), assignment);
            base.Assign(worker, assignment with { Ranges = _first[(assignment.Id.Round, worker)].Ranges });
        }
    }
}

/// <summary>Never counts a silent worker as lost: time does not pass while an attempt is open.</summary>
internal sealed class WaitsForEver(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(
        start, options with { FirstDeadline = TimeSpan.FromDays(1), LeastDeadline = TimeSpan.FromDays(1) }, effects);

/// <summary>Takes a worker back that it has let go.</summary>
internal sealed class TakesBackWhoLeft(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Handle(TimeSpan now, IRunEvent e)
    {
        base.Handle(now, e);
        if (State.Open is null && State.Workers.Values.FirstOrDefault(w => w.LostReason is "it left") is { } left)
        {
            Believe(State with { Workers = State.Workers.SetItem(left.Id, new WorkerState(left.Id, State.Step)) });
        }
    }
}

/// <summary>Leaves a worker alone that missed how an attempt ended.</summary>
internal sealed class AnswersNobody(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, new Silent(effects))
{
    private sealed class Silent(ICoordinatorEffects inner) : SpoiltCoordinatorEffects(inner)
    {
        public override void Answer(WorkerId worker, IWorkerCommand answer)
        {
        }
    }
}

/// <summary>Has the steps tried again whose sum is not finite.</summary>
internal sealed class TriesAgainWhatDiverged(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Handle(TimeSpan now, IRunEvent e) => base.Handle(
        now, e is NotFinite diverged ? new ExchangeBroken(diverged.Id, diverged.Worker, diverged.Where.Step, "not finite") : e);
}

/// <summary>Gives the first replica to two workers.</summary>
internal sealed class AssignsAReplicaTwice(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, new Greedy(effects))
{
    private sealed class Greedy(ICoordinatorEffects inner) : SpoiltCoordinatorEffects(inner)
    {
        public override void Assign(WorkerId worker, RoundAssignment assignment) => base.Assign(
            worker,
            assignment.Id.Attempt > 1 && assignment.Ranges[0].First > 0
                ? assignment with { Ranges = assignment.Ranges.Insert(0, new(0, 1)) }
                : assignment);
    }
}
