using System.Collections.Immutable;

namespace GanCluster.Core.Rounds;

/// <summary>What the parameter averaging can do to the world. An actor and a simulation each supply these.</summary>
public interface IAveragingEffects
{
    /// <summary>To one worker; what is sent to the same worker arrives in order, or not at all.</summary>
    void Send(WorkerId worker, IWorkerOrder order);

    /// <summary>Have a majority of journals write the round, or confirm the office if it is redone;
    /// <see cref="AveragingInterpreter.Written"/> follows, unless the office has ended.</summary>
    void Write(RoundRecord record);

    /// <summary>To the coordinator, which always hears of it.</summary>
    void Ended(IAttemptEnd end);

    /// <summary>Call <see cref="AveragingInterpreter.Tick"/> no later than this.</summary>
    void WakeAt(TimeSpan at);
}

/// <summary>What the parameter averaging of a coordinator that keeps a journal begins with.</summary>
/// <param name="Begins">Every attempt before it is over.</param>
/// <param name="Last">The run's newest commit: a worker may hold its result and not have heard of it.</param>
public sealed record AveragingOffice(AttemptId Begins, Committed? Last);

/// <summary>
/// Owns an attempt from its opening to its commit or abandonment: sends the assignments, takes what participants say, and tells
/// them how it ended. All of it leaves through here, so that a commit is sent before the assignment that builds on it.
/// Single-threaded, like the coordinator.
/// </summary>
/// <param name="office">Null: there are no journals to wait for.</param>
public sealed class AveragingInterpreter(IAveragingEffects effects, AveragingOffice? office = null)
{
    /// <summary>The newest attempt; null before the first.</summary>
    public AttemptState? Attempt { get; private set; }

    /// <summary>The newest commit; null before the first.</summary>
    public Committed? LastCommit { get; private set; } = office?.Last;

    /// <exception cref="InvalidOperationException">The attempt before is still open.</exception>
    public void Open(TimeSpan now, Attempt attempt)
    {
        if (Attempt is { Over: false } open)
        {
            throw new InvalidOperationException($"{open.Id} is still open, and {attempt.Id} was to be");
        }

        Attempt = new AttemptState(attempt, now) { NeedsJournals = office is not null };
        var participants = attempt.Ranges.Keys.ToImmutableArray();

        // After the run has gone back the newest commit is of another version than the attempt starts from.
        var last = LastCommit?.Version == attempt.Version ? LastCommit : null;
        foreach (var (worker, ranges) in attempt.Ranges)
        {
            effects.Send(
                worker, new RoundAssignment(attempt.Id, attempt.Version, attempt.Steps, ranges, participants, last, attempt.Course));
        }

        Tick(now);
    }

    /// <summary>From the coordinator: a participant is lost.</summary>
    public void End(TimeSpan now, EndAttempt end)
    {
        Attempt = Attempt?.Apply(end);
        Tick(now);
    }

    /// <summary>Tell a worker that the office has begun: it takes nothing from an earlier one any more.</summary>
    public void Greet(WorkerId worker)
    {
        if (office is not null)
        {
            effects.Send(worker, new AttemptFenced(office.Begins, $"term {Term.Text(office.Begins.Term)} has begun"));
        }
    }

    /// <summary>A majority of journals has the attempt's round.</summary>
    public void Written(TimeSpan now, AttemptId id)
    {
        Attempt = Attempt?.ApplyWritten(id);
        Tick(now);
    }

    /// <summary>False if the word was stale or repeated, and changed nothing.</summary>
    public bool Handle(TimeSpan now, IAttemptEvent e)
    {
        if (LateWord.Answer(Attempt, office?.Begins, LastCommit, e) is { } answer)
        {
            effects.Send(e.Worker, answer);
        }

        var before = Attempt;
        Attempt = before?.Apply(now, e);
        var counts = !ReferenceEquals(before, Attempt);
        Tick(now);
        return counts;
    }

    /// <summary>Time has passed.</summary>
    public void Tick(TimeSpan now)
    {
        if (Attempt is not { Over: false } state)
        {
            return;
        }

        var decision = AveragingRules.Decide(now, state);
        Attempt = state.Apply(decision);
        switch (decision)
        {
            case AveragingDecision.Wait wait:
                if (wait.Until is { } until)
                {
                    effects.WakeAt(until);
                }

                break;
            case AveragingDecision.Write write:
                effects.Write(Record(now, Attempt, Attempt.CommitOf(write.Hash)));
                break;
            case AveragingDecision.Commit:
                LastCommit = Attempt.Commit!;
                ToAll(LastCommit);
                effects.Ended(new AttemptCommitted(LastCommit, Record(now, Attempt, LastCommit)));
                break;
            case AveragingDecision.Abandon abandon:
                ToAll(new AttemptFenced(state.Id, abandon.Reason));
                effects.Ended(new AttemptAbandoned(state.Id, abandon.Reason, abandon.Fault));
                break;
            default:
                throw new InvalidOperationException($"no effect for {decision}");
        }
    }

    private void ToAll(IWorkerOrder order)
    {
        foreach (var worker in Attempt!.Attempt.Ranges.Keys)
        {
            effects.Send(worker, order);
        }
    }

    private static RoundRecord Record(TimeSpan now, AttemptState state, Committed commit) => new(
        state.Id,
        commit.Version,
        state.Attempt.Steps,
        now - state.OpenedAt,
        ReplicaStatistics.Mean(state.Reports.Values.SelectMany(r => r.Statistics)),
        [.. state.Reports.Values],
        state.Attempt.Recorded is not null,
        state.Attempt.Course);
}
