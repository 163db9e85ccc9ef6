using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class AveragingRulesSpecs
{
    [Fact]
    public void An_attempt_is_committed_once_all_report_one_hash()
    {
        var two = OpenAttempt(3).With(Report(1), Report(3));
        var wait = Decides<AveragingDecision.Wait>("round 4 attempt 1 (term 1): 2 of 3 workers have reported", two);
        Assert.Equal(Sec(220), wait.Until);

        var commit = Decides<AveragingDecision.Commit>(
            $"round 4 attempt 1 (term 1): 3 workers hold {Good}", two.With(Report(2)));

        Assert.Equal(new Committed(Attempt(1), 4, 40, Good), two.Apply(commit).Commit);
    }

    [Fact]
    public void The_odd_worker_is_at_fault_for_good_when_a_majority_agrees()
    {
        var state = OpenAttempt(3).With(Report(1), Report(2, Odd), Report(3));

        var reason = $"w2 holds {Odd} after round 4 attempt 1 (term 1), the majority {Good}";
        var abandon = Decides<AveragingDecision.Abandon>($"round 4 attempt 1 (term 1): w2 is lost ({reason})", state);

        Assert.Equal(new AttemptFault.OfWorker(W(2), reason, ForGood: true), abandon.Fault);
    }

    [Fact]
    public void The_run_is_at_fault_when_no_majority_agrees()
    {
        var two = OpenAttempt(2).With(Report(1), Report(2, Odd));
        var abandon = Decides<AveragingDecision.Abandon>(
            $"round 4 attempt 1 (term 1): the workers hold different weights and no majority agrees (w1: {Good}, w2: {Odd})",
            two);
        Assert.IsType<AttemptFault.OfRun>(abandon.Fault);

        var four = OpenAttempt(4).With(Report(1), Report(2, Odd), Report(3), Report(4, new Hash128(3, 3)));
        Assert.IsType<AttemptFault.OfRun>(
            Assert.IsType<AveragingDecision.Abandon>(AveragingRules.Decide(Sec(101), four)).Fault);
    }

    [Fact]
    public void What_the_coordinator_ends_is_abandoned_even_if_all_have_reported()
    {
        var state = OpenAttempt(2).With(Report(1), Report(2)).Apply(new EndAttempt(Attempt(1), "w2 is lost (killed)"));

        var abandon = Decides<AveragingDecision.Abandon>("w2 is lost (killed)", state);

        Assert.IsType<AttemptFault.Ended>(abandon.Fault);
    }

    [Fact]
    public void Another_attempt_is_not_ended_by_it()
    {
        var state = OpenAttempt(2);

        Assert.Same(state, state.Apply(new EndAttempt(Attempt(2), "w2 is lost (killed)")));
    }

    [Fact]
    public void A_broken_exchange_ends_the_attempt_and_names_the_first_suspect()
    {
        var state = OpenAttempt(3).With(
            new ExchangeBroken(Attempt(1), W(1), 33, "connection reset", W(2)),
            new ExchangeBroken(Attempt(1), W(3), 33, "connection reset", W(1)));

        var abandon = Decides<AveragingDecision.Abandon>(
            "round 4 attempt 1 (term 1): w1 saw the exchange break at step 33 (connection reset)", state);

        Assert.Equal(new AttemptFault.Broken(W(2)), abandon.Fault);
    }

    [Fact]
    public void A_silent_worker_is_at_fault_at_the_deadline()
    {
        var state = OpenAttempt(2, patience: 16).With(new RoundProgress(Attempt(1), W(1), 1));
        var wait = Decides<AveragingDecision.Wait>(
            "round 4 attempt 1 (term 1): 0 of 2 workers have reported", state, at: 115.9);
        Assert.Equal(Sec(116), wait.Until);

        var reason = "w2 made no progress in round 4 attempt 1 (term 1) for 16 s";
        var abandon = Decides<AveragingDecision.Abandon>(
            $"round 4 attempt 1 (term 1): w2 is lost ({reason})", state, at: 116);

        Assert.Equal(new AttemptFault.OfWorker(W(2), reason, ForGood: false), abandon.Fault);
    }

    [Fact]
    public void Progress_moves_the_deadline_and_a_report_ends_it()
    {
        var state = OpenAttempt(2, patience: 16).Apply(Sec(110), new RoundProgress(Attempt(1), W(1), 3));
        state = state.Apply(Sec(112), new RoundProgress(Attempt(1), W(2), 3));
        Assert.Equal(
            Sec(126),
            Decides<AveragingDecision.Wait>("round 4 attempt 1 (term 1): 0 of 2 workers have reported", state, 112).Until);

        var reported = state.Apply(Sec(113), Report(1));

        Assert.Equal(
            Sec(128),
            Decides<AveragingDecision.Wait>("round 4 attempt 1 (term 1): 1 of 2 workers have reported", reported, 126).Until);
    }

    [Fact]
    public void Who_lives_and_waits_for_a_result_that_another_has_held_for_long_is_out_of_reach()
    {
        var state = OpenAttempt(2, patience: 16).Apply(Sec(104), Report(1));
        for (var at = 104; at < 124; at++)
        {
            state = state.Apply(Sec(at), new RoundProgress(Attempt(1), W(2), 3));
        }

        var wait = Decides<AveragingDecision.Wait>(
            "round 4 attempt 1 (term 1): 1 of 2 workers have reported", state, at: 123.9);
        Assert.Equal(Sec(124), wait.Until);

        var abandon = Decides<AveragingDecision.Abandon>(
            "round 4 attempt 1 (term 1): w2 has waited 20 s for a result that others hold", state, at: 124);

        Assert.Equal(new AttemptFault.Broken(W(2)), abandon.Fault);
    }

    public static TheoryData<string, IAttemptEvent> Stale => new()
    {
        { "a report of an older attempt", Report(1, attempt: 0) },
        { "progress of another round", new RoundProgress(Attempt(1, round: 3), W(1), 5) },
        { "a break of another term", new ExchangeBroken(Attempt(1) with { Term = 0 }, W(1), 30, "late") },
        { "another run's report", Report(1) with { Id = Attempt(1) with { Run = new RunId("other") } } },
        { "a report of a worker that has no part", Report(3) },
        { "a report of a worker that is unknown", Report(9) },
    };

    [Theory]
    [MemberData(nameof(Stale))]
    public void What_is_stale_or_foreign_changes_nothing(string what, IAttemptEvent e)
    {
        var state = OpenAttempt(2);

        Assert.True(ReferenceEquals(state, state.With(e)), what);
    }

    [Fact]
    public void What_comes_twice_or_after_the_report_changes_nothing()
    {
        var reported = OpenAttempt(2).With(Report(1));

        Assert.Same(reported, reported.With(Report(1)));
        Assert.Same(reported, reported.With(Report(1, Odd)));
        Assert.Same(reported, reported.With(new RoundProgress(Attempt(1), W(1), 10)));
    }

    [Fact]
    public void What_is_over_is_decided_once()
    {
        var broken = OpenAttempt(2).With(new ExchangeBroken(Attempt(1), W(1), 33, "reset"));
        var over = broken.Apply(AveragingRules.Decide(Sec(101), broken));

        Assert.Null(Decides<AveragingDecision.Wait>("round 4 attempt 1 (term 1) is over", over).Until);
        Assert.Same(over, over.With(Report(2)));
        Assert.Same(over, over.Apply(new EndAttempt(Attempt(1), "late")));
    }
}
