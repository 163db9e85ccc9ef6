using System.Collections.Immutable;
using GanCluster.Core.Health;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;

namespace GanCluster.Simulation.Tests;

/// <summary>A coordinator, some of whose rules a subclass spoils: what it hears, what it knows, what it opens.</summary>
internal abstract class SpoiltCoordinator : ICoordinator, ICoordinatorEffects
{
    private readonly RoundOptions _options;
    private readonly ICoordinatorEffects _effects;
    private CoordinatorInterpreter _interpreter;

    protected SpoiltCoordinator(RunState start, RoundOptions options, ICoordinatorEffects effects)
    {
        (_options, _effects) = (options, effects);
        _interpreter = new CoordinatorInterpreter(start, options, this);
    }

    public RunState State => _interpreter.State;

    public virtual void Handle(TimeSpan now, IRunEvent e) => _interpreter.Handle(now, e);

    public virtual void Open(Attempt attempt) => _effects.Open(attempt);

    public void End(EndAttempt end) => _effects.End(end);

    public void Ended(IAttemptEnd end) => _effects.Ended(end);

    public void Lose(WorkerId worker, string reason) => _effects.Lose(worker, reason);

    public void Release(WorkerId worker) => _effects.Release(worker);

    public void Heal(WorkerId worker, WorkerId source) => _effects.Heal(worker, source);

    public void TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose) =>
        _effects.TakeSnapshot(worker, step, purpose);

    public void KeepSafeCopy(long step, SnapshotPurpose purpose) => _effects.KeepSafeCopy(step, purpose);

    public void Moved(string reason) => _effects.Moved(reason);

    public void RolledBack(Decision.RollBack rollBack, long from) => _effects.RolledBack(rollBack, from);

    public virtual void Write(HealthWord word) => _effects.Write(word);

    public void WakeAt(TimeSpan at) => _effects.WakeAt(at);

    public void Finish(bool succeeded, string reason) => _effects.Finish(succeeded, reason);

    /// <summary>Forgets what it knew, and believes this.</summary>
    protected void Believe(RunState state) => _interpreter = new CoordinatorInterpreter(state, _options, this);
}

/// <summary>Has a round redone with the ranges of its first attempt, the lost workers' left out.</summary>
internal sealed class ForgetsLostReplicas(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    private readonly Dictionary<(long Round, WorkerId Worker), ImmutableArray<ReplicaRange>> _first = [];

    public override void Open(Attempt attempt)
    {
        foreach (var (worker, ranges) in attempt.Ranges)
        {
            _first.TryAdd((attempt.Id.Round, worker), ranges);
        }

        base.Open(attempt with
        {
            Ranges = attempt.Ranges.ToImmutableSortedDictionary(r => r.Key, r => _first[(attempt.Id.Round, r.Key)]),
        });
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

/// <summary>Takes whatever was copied at a step for all that a run's end needs there.</summary>
internal sealed class EndsWithoutItsVersion(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Handle(TimeSpan now, IRunEvent e)
    {
        if (State.SnapshotStep == State.Step)
        {
            Believe(State with { SnapshotTaken = SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint });
        }

        base.Handle(now, e);
    }
}

/// <summary>Lets a worker go though none of the others holds the version.</summary>
internal sealed class LetsTheLastGo(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Handle(TimeSpan now, IRunEvent e)
    {
        base.Handle(now, e);
        if (State is { Ended: false, StopReason: null } && State.Ready.FirstOrDefault(w => w.Leaving) is { Id: var worker })
        {
            Release(worker);
            base.Handle(now, new WorkerLost(worker, "it left"));
        }
    }
}

/// <summary>Takes a worker back whose bits were wrong.</summary>
internal sealed class TakesBackWhoHasWrongBits(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Handle(TimeSpan now, IRunEvent e)
    {
        if (e is WorkerJoined joined && State.Workers.GetValueOrDefault(joined.Worker) is { LostReason: not "it left" } known
            && known.BarredUntil == TimeSpan.MaxValue)
        {
            Believe(State with { Workers = State.Workers.Remove(joined.Worker) });
        }

        base.Handle(now, e);
    }
}

/// <summary>Cuts lost rounds anew, by what they take now.</summary>
internal sealed class CutsLostRoundsAnew(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Open(Attempt attempt) => base.Open(attempt.Recorded is null || attempt.Steps.Count == 1
        ? attempt
        : attempt with { Steps = attempt.Steps with { Count = attempt.Steps.Count - 1 }, Recorded = null });
}

/// <summary>Forgets the copies that it has, and so goes back further than it need.</summary>
internal sealed class ForgetsItsCopies(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Handle(TimeSpan now, IRunEvent e)
    {
        var before = State;
        base.Handle(now, e);
        if (State.Safe != before.Safe)
        {
            Believe(State with { Safe = before.Safe, History = before.History });
        }
    }
}

/// <summary>Goes back as soon as one holder is lost, though others are left.</summary>
internal sealed class GoesBackTooSoon(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Handle(TimeSpan now, IRunEvent e)
    {
        base.Handle(now, e);
        if (e is WorkerLost && State is { Open: null, Ended: false, SnapshotBy: null } && State.Safe.Step < State.Step)
        {
            Believe(State.Apply(now, new Decision.Move("one is lost", State.Safe)));
            Moved("one is lost");
        }
    }
}

/// <summary>Gives the first replica to two workers.</summary>
internal sealed class AssignsAReplicaTwice(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Open(Attempt attempt)
    {
        var (worker, ranges) = attempt.Ranges.Last();
        base.Open(attempt.Id.Attempt > 1 && ranges[0].First > 0
            ? attempt with { Ranges = attempt.Ranges.SetItem(worker, ranges.Insert(0, new ReplicaRange(0, 1))) }
            : attempt);
    }
}

/// <summary>Goes on beyond a check's step while the check before is not judged.</summary>
internal sealed class WaitsForNoCheck(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Handle(TimeSpan now, IRunEvent e)
    {
        base.Handle(now, e);
        if (!State.Checks.Pending.IsEmpty)
        {
            Believe(State with { Checks = State.Checks with { Pending = [] } });
        }
    }
}

/// <summary>Acts on an alarm where it hears of it.</summary>
internal sealed class ActsAtOnce(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Handle(TimeSpan now, IRunEvent e)
    {
        base.Handle(now, e);
        if (e is CheckJudged { Check.Verdict.Condition: HealthCondition.Alarm } told && told.Course == State.Course && !State.Ended)
        {
            Believe(State with { Diverged = "collapse" });
        }
    }
}

/// <summary>Goes back to the first version, whatever was healthy since.</summary>
internal sealed class GoesBackToTheStart(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Handle(TimeSpan now, IRunEvent e)
    {
        base.Handle(now, e);
        if (State.Checks.HealthyStep > 0)
        {
            Believe(State with { Checks = State.Checks with { HealthyStep = 0 } });
        }
    }
}

/// <summary>Takes what its health decides for written.</summary>
internal sealed class ActsBeforeItIsWritten(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    private readonly Queue<IRunEvent> _believed = [];

    public override void Handle(TimeSpan now, IRunEvent e)
    {
        base.Handle(now, e);
        while (_believed.TryDequeue(out var believed))
        {
            base.Handle(now, believed);
        }
    }

    public override void Write(HealthWord word)
    {
        base.Write(word);
        if (word.Entry is HealthEntry.RolledBack)
        {
            _believed.Enqueue(new HealthWritten(word.Entry));
        }
    }
}

/// <summary>Goes on from a check of which it alone has the version.</summary>
internal sealed class GoesOnWithoutHolders(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start, options, effects)
{
    public override void Handle(TimeSpan now, IRunEvent e)
    {
        base.Handle(now, e);
        if (State is { Unheld: { } step, Course: var course })
        {
            base.Handle(now, new CheckHeld(course, step));
        }
    }
}

/// <summary>Takes office as if nothing were left to be judged.</summary>
internal sealed class ForgetsWhatIsNotJudged(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start with { Checks = start.Checks with { Pending = [] } }, options, effects);

/// <summary>Takes office as if no check had shown anything.</summary>
internal sealed class ForgetsVerdicts(RunState start, RoundOptions options, ICoordinatorEffects effects)
    : SpoiltCoordinator(start with { Checks = start.Checks with { Judged = [] } }, options, effects);
