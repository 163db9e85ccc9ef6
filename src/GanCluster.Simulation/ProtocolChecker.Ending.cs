using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;

namespace GanCluster.Simulation;

/// <summary>How a run may end.</summary>
internal sealed partial class ProtocolChecker
{
    /// <summary>Time for whatever the last fault set off to be over.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(45);

    /// <summary>Time for a coordinator that was missed to be followed by another.</summary>
    private static readonly TimeSpan Succession = TimeSpan.FromSeconds(20);

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <param name="end">Null: it did not end in time.</param>
    public void OnEnd((bool Succeeded, string Reason, SimulatedOffice By)? end)
    {
        Check(end is not null, "the run made no progress after the faults had ceased");
        if (end is not null)
        {
            OnEnd(end, end.Value.By.State, end.Value.By.LastCommit);
            var (state, checkpoint) = (end.Value.By.State, end.Value.By.Checkpoint);
            Check(
                !end.Value.Succeeded || state.Step == 0 || checkpoint == (state.Course, state.Step),
                $"the run ended at step {state.Step} of course {state.Course}, and its last checkpoint is of {checkpoint}");
        }

        var audit = LedgerAudit.Audit(world.Plan, 0, _step, _rounds);
        Check(audit.Lost == 0 && audit.Repeated == 0, $"{audit.Lost} positions lost, {audit.Repeated} repeated");
    }

    private void OnEnd((bool Succeeded, string Reason, SimulatedOffice By)? end, RunState state, Committed? last)
    {
        var early = end is { Succeeded: true } && state.StopReason is not null;
        if (end is { Succeeded: false } diverged && world.Case.DivergesAt is { } step &&
            diverged.Reason == $"step {step}: D's gradient is not finite")
        {
            world.Exercised.Diverged++;
        }
        else if (end is { Succeeded: false } && end.Value.Reason.EndsWith("health.rollbacks allows", StringComparison.Ordinal))
        {
            Check(
                _quiet.IsExhausted && _course == _quiet.RollBacks.Count,
                $"the run ended after {_course} roll-backs, and the quiet run after {_quiet.RollBacks.Count}");
            world.Exercised.Exhausted++;
        }
        else if (end is { Succeeded: false } && _undecided is not null)
        {
            world.Exercised.Undecided++;
        }
        else if (end is { Succeeded: false } failed)
        {
            var holder = world.Living.Where(w => !_sentAway.Contains(w.Id) && !_released.Contains(w.Id))
                .FirstOrDefault(w => IsHere(w) || w.Replica.Held?.Id == last?.Id);
            Check(holder is null, $"the run failed though {holder?.Id} could go on: {failed.Reason}");
            world.Exercised.Extinct++;
        }
        else if (early)
        {
            world.Exercised.AskedToEnd += state.StopReason == FaultInjector.Asked ? 1 : 0;
            world.Exercised.Stopped += state.StopReason == FaultInjector.Asked ? 0 : 1;
        }
        else if (end is not null)
        {
            var target = world.Case.Options.TargetStep;
            Check(_step == target, $"the run ended at step {_step} of {target}");
            Check(
                !_quiet.IsExhausted && _course == _quiet.RollBacks.Count,
                $"the run ended in course {_course}, and the quiet run in course {_quiet.RollBacks.Count}");
            Check(state.Alive.Any(w => (w.Course, w.Step) == (_course, _step)), "the run ended with a version that nobody holds");
            CheckNobodyIsStranded(state);
        }
    }

    /// <summary>Whoever lives takes part again some time after the last fault, unless there is no replica for it.</summary>
    private void CheckNobodyIsStranded(RunState state)
    {
        var ready = state.Ready.Select(w => w.Id).ToHashSet();
        if (world.Clock.Now < world.Case.CalmFrom + Aftermath || ready.Count >= world.Case.Options.Replicas)
        {
            return;
        }

        world.Exercised.Settled++;
        foreach (var worker in world.Living.Where(w => !w.Leaving && !ready.Contains(w.Id) && !_sentAway.Contains(w.Id)))
        {
            Check(false, $"{worker.Id} lives, and never came back");
        }

        foreach (var worker in world.Living.Where(w => w.Leaving && !_sentAway.Contains(w.Id)))
        {
            Check(false, $"{worker.Id} asked to leave, and was never let go");
        }
    }
}
