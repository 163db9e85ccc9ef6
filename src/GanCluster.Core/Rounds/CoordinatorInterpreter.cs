namespace GanCluster.Core.Rounds;

/// <summary>What the coordinator can do to the world. An actor and a simulation each supply these, and nothing else.</summary>
public interface ICoordinatorEffects
{
    /// <summary>Have the parameter averaging open the attempt.</summary>
    void Open(Attempt attempt);

    /// <summary>Have the parameter averaging end it. Whether it was committed before, <see cref="Ended"/> tells.</summary>
    void End(EndAttempt end);

    /// <summary>The open attempt is over: for the record.</summary>
    void Ended(IAttemptEnd end);

    void Lose(WorkerId worker, string reason);

    /// <summary>The worker has no part in the run any more and may end.</summary>
    void Release(WorkerId worker);

    /// <summary>Have the worker load the version from the source, and join again with its step.</summary>
    void Heal(WorkerId worker, WorkerId source);

    void TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose);

    /// <summary>Record the coordinator's own copy; a <see cref="SnapshotRecorded"/> follows.</summary>
    void KeepSafeCopy(long step, SnapshotPurpose purpose);

    /// <summary>The run goes on from another version: for the record.</summary>
    void Moved(string reason);

    /// <summary>The run goes on from a healthy version that the coordinator's node has: for the record, and so that it can be
    /// loaded.</summary>
    /// <param name="from">The step that it stood at.</param>
    void RolledBack(Decision.RollBack rollBack, long from);

    /// <summary>Have a majority of journals write it; a <see cref="HealthWritten"/> follows, unless the office has ended.</summary>
    void Write(HealthWord word);

    /// <summary>Deliver a <see cref="Tick"/> no later than this.</summary>
    void WakeAt(TimeSpan at);

    void Finish(bool succeeded, string reason);
}

/// <summary>
/// Turns events into state and decisions into effects: who takes part, what is computed next, when the run ends. What becomes of
/// an attempt that it opened, <see cref="AveragingInterpreter"/> decides and tells. Single-threaded: its owner hands it one event
/// at a time, and never from within an effect.
/// </summary>
public sealed class CoordinatorInterpreter(RunState state, RoundOptions options, ICoordinatorEffects effects)
{
    public RunState State { get; private set; } = state;

    public void Handle(TimeSpan now, IRunEvent e)
    {
        var open = State.Open?.Id;
        State = State.Apply(now, e);
        if (e is IAttemptEnd end && end.Id == open)
        {
            effects.Ended(end);
        }

        while (true)
        {
            var decision = RoundRules.Decide(now, State, options);
            if (decision is Decision.Wait wait)
            {
                if (wait.Until is { } until)
                {
                    effects.WakeAt(until);
                }

                return;
            }

            var from = State.Step;
            State = State.Apply(now, decision);
            Perform(decision, from);
        }
    }

    private void Perform(Decision decision, long from)
    {
        switch (decision)
        {
            case Decision.OpenAttempt open:
                effects.Open(open.Attempt);
                break;
            case Decision.EndAttempt end:
                effects.End(new EndAttempt(end.Id, end.Reason));
                break;
            case Decision.LoseWorker lose:
                effects.Lose(lose.Worker, lose.Reason);
                break;
            case Decision.ReleaseWorker release:
                effects.Release(release.Worker);
                break;
            case Decision.HealWorker heal:
                effects.Heal(heal.Worker, heal.Source);
                break;
            case Decision.TakeSnapshot take:
                effects.TakeSnapshot(take.Worker, State.Step, take.Purpose);
                break;
            case Decision.KeepSafeCopy keep:
                effects.KeepSafeCopy(State.Step, keep.Purpose);
                break;
            case Decision.Move move:
                effects.Moved(move.Reason);
                break;
            case Decision.RollBack back:
                effects.RolledBack(back, from);
                break;
            case Decision.WriteHealth write:
                effects.Write(write.Word);
                break;
            case Decision.StopRun:
                break;
            case Decision.FinishRun or Decision.FailRun:
                effects.Finish(decision is Decision.FinishRun, decision.Reason);
                break;
            default:
                throw new InvalidOperationException($"no effect for {decision}");
        }
    }
}
