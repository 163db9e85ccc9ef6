using System.Collections.Immutable;

namespace GanCluster.Core.Rounds;

/// <summary>What the coordinator can do to the world. An actor, a local loop and a simulation each supply these, and nothing
/// else.</summary>
public interface ICoordinatorEffects
{
    /// <summary>An attempt begins; its assignments follow.</summary>
    void Open(OpenAttempt attempt);

    void Assign(WorkerId worker, RoundAssignment assignment);

    /// <summary>Fence the attempt: break its exchanges, so that whoever waits in one comes free.</summary>
    void Abandon(AttemptId id, string reason);

    void Commit(Committed committed, RoundRecord record);

    /// <summary>The worker speaks of an attempt that is over: tell it how it ended, for it may not have heard. Where no message
    /// is lost, nothing need be done.</summary>
    void Answer(WorkerId worker, IWorkerCommand answer);

    void Lose(WorkerId worker, string reason);

    /// <summary>The worker has no part in the run any more and may end.</summary>
    void Release(WorkerId worker);

    /// <summary>Have the worker load the version from the source, and join again with its step.</summary>
    void Heal(WorkerId worker, WorkerId source);

    void TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose);

    /// <summary>Deliver a <see cref="Tick"/> no later than this.</summary>
    void WakeAt(TimeSpan at);

    void Finish(bool succeeded, string reason);
}

/// <summary>A committed round, as run.db keeps it.</summary>
public sealed record RoundRecord(
    AttemptId Id,
    long Version,
    StepSpan Steps,
    TimeSpan Duration,
    ReplicaStatistics Statistics,
    ImmutableArray<Combined> Reports);

/// <summary>Turns events into state and decisions into effects. Single-threaded: its owner hands it one event at a
/// time.</summary>
public sealed class CoordinatorInterpreter(RunState state, RoundOptions options, ICoordinatorEffects effects)
{
    public RunState State { get; private set; } = state;

    public void Handle(TimeSpan now, IRunEvent e)
    {
        if (e is IAttemptEvent late && LateWord.Answer(State, late) is { } answer)
        {
            effects.Answer(late.Worker, answer);
        }

        State = State.Apply(now, e);
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

            var before = State;
            State = State.Apply(now, decision);
            Perform(now, before, decision);
        }
    }

    private void Perform(TimeSpan now, RunState before, Decision decision)
    {
        switch (decision)
        {
            case Decision.OpenAttempt open:
                effects.Open(State.Open!);
                var participants = open.Ranges.Keys.ToImmutableArray();
                foreach (var (worker, ranges) in open.Ranges)
                {
                    effects.Assign(worker, new RoundAssignment(
                        open.Id, before.Version, open.Steps, ranges, participants, before.LastCommit));
                }

                break;
            case Decision.AbandonAttempt abandon:
                effects.Abandon(abandon.Id, abandon.Reason);
                break;
            case Decision.CommitRound:
                effects.Commit(State.LastCommit!, Record(now, before.Open!, State.Version));
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
            case Decision.FinishRun or Decision.FailRun:
                effects.Finish(decision is Decision.FinishRun, decision.Reason);
                break;
            default:
                throw new InvalidOperationException($"no effect for {decision}");
        }
    }

    private static RoundRecord Record(TimeSpan now, OpenAttempt open, long version) => new(
        open.Id,
        version,
        open.Steps,
        now - open.OpenedAt,
        ReplicaStatistics.Mean(open.Reports.Values.SelectMany(r => r.Statistics)),
        [.. open.Reports.Values]);
}
