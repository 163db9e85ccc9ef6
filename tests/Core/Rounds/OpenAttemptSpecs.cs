using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class OpenAttemptSpecs
{
    [Fact]
    public void A_round_is_committed_once_all_report_one_hash()
    {
        var two = Open(3).With(Report(1), Report(3));
        var wait = Decides<Decision.Wait>("round 4 attempt 1 (term 1): 2 of 3 workers have reported", two, at: 101);
        Assert.Equal(Sec(100) + Options.FirstDeadline, wait.Until);

        var commit = Decides<Decision.CommitRound>(
            $"round 4 attempt 1 (term 1): 3 workers hold {Good}", two.With(Report(2)), at: 102);

        Assert.Equal((Attempt(1), Good), (commit.Id, commit.Hash));
    }

    [Fact]
    public void The_odd_worker_is_lost_when_a_majority_agrees()
    {
        var state = Open(3).With(Report(1), Report(2, Odd), Report(3));

        var lose = Decides<Decision.LoseWorker>(
            $"w2 holds {Odd} after round 4 attempt 1 (term 1), the majority {Good}", state, at: 102);
        Assert.Equal(W(2), lose.Worker);

        Decides<Decision.AbandonAttempt>(
            $"round 4 attempt 1 (term 1): w2 is lost ({lose.Reason})", state.Apply(Sec(102), lose), at: 102);
    }

    [Fact]
    public void The_run_fails_when_no_majority_agrees()
    {
        var two = Open(2).With(Report(1), Report(2, Odd));
        Decides<Decision.FailRun>(
            $"round 4 attempt 1 (term 1): the workers hold different weights and no majority agrees (w1: {Good}, w2: {Odd})",
            two);

        var four = Open(4).With(Report(1), Report(2, Odd), Report(3), Report(4, new Hash128(3, 3)));
        Assert.IsType<Decision.FailRun>(RoundRules.Decide(Sec(102), four, Options));
    }

    [Fact]
    public void A_lost_participant_ends_the_attempt_even_if_all_have_reported()
    {
        var state = Open(2).With(Report(1), Report(2), new WorkerLost(W(2), "killed"));

        var abandon = Decides<Decision.AbandonAttempt>("round 4 attempt 1 (term 1): w2 is lost (killed)", state);

        Assert.Equal(Attempt(1), abandon.Id);
        Assert.Equal(1, state.Apply(Sec(101), abandon).Faults);
    }

    [Fact]
    public void The_loss_of_an_idle_worker_does_not_disturb_the_attempt()
    {
        var state = Open(2);
        var idle = state with { Workers = state.Workers.Add(W(3), Ready(3)) };

        Decides<Decision.Wait>(
            "round 4 attempt 1 (term 1): 0 of 2 workers have reported", idle.With(new WorkerLost(W(3), "killed")));
    }

    [Fact]
    public void A_broken_exchange_ends_the_attempt_and_is_a_fault_of_its_own()
    {
        var state = Open(2).With(new ExchangeBroken(Attempt(1), W(1), 33, "connection reset"));

        var abandon = Decides<Decision.AbandonAttempt>(
            "round 4 attempt 1 (term 1): w1 saw the exchange break at step 33 (connection reset)", state);

        var after = state.Apply(Sec(101), abandon);
        Assert.Equal((1, 1, null), (after.Faults, after.Attempts, after.Open));
        Decides<Decision.OpenAttempt>("round 4 attempt 2 (term 1): steps 30 to 39 over 2 of 2 workers", after, at: 101);
    }

    [Theory]
    [InlineData(null, 120, "120")] // no speed is known: FirstDeadline
    [InlineData(0.01, 10, "10")] // 20 x 0.01 x 4 replicas is less than LeastDeadline
    [InlineData(0.2, 16, "16")] // 20 x 0.2 x 4
    public void A_silent_worker_is_lost_at_the_deadline(double? speed, double deadline, string seconds)
    {
        var state = Open(2, speed).With(new RoundProgress(Attempt(1), W(1), 1));
        var wait = Decides<Decision.Wait>(
            "round 4 attempt 1 (term 1): 0 of 2 workers have reported", state, at: 100 + deadline - 0.1);
        Assert.Equal(Sec(100 + deadline), wait.Until);

        var lose = Decides<Decision.LoseWorker>(
            $"w2 made no progress in round 4 attempt 1 (term 1) for {seconds} s", state, at: 100 + deadline);

        Assert.Equal(W(2), lose.Worker);
    }

    [Fact]
    public void The_deadline_is_drawn_from_the_median_speed_and_the_largest_load()
    {
        var state = Open(4);
        state = state with
        {
            Workers = state.Workers.SetItem(W(1), Ready(1, 0.1)).SetItem(W(2), Ready(2, 0.5)).SetItem(W(3), Ready(3, 9)),
        };

        // 0.5 s x 2 replicas x 20
        Assert.Equal(Sec(120), Decides<Decision.Wait>("round 4 attempt 1 (term 1): 0 of 4 workers have reported", state).Until);
    }

    [Fact]
    public void Progress_moves_the_deadline_and_a_report_ends_it()
    {
        var state = Open(2, 0.2).Apply(Sec(110), new RoundProgress(Attempt(1), W(1), 3));
        state = state.Apply(Sec(112), new RoundProgress(Attempt(1), W(2), 3));
        Assert.Equal(Sec(126),
            Decides<Decision.Wait>("round 4 attempt 1 (term 1): 0 of 2 workers have reported", state, 112).Until);

        var reported = state.Apply(Sec(113), Report(1));

        Assert.Equal(
            Sec(128), Decides<Decision.Wait>("round 4 attempt 1 (term 1): 1 of 2 workers have reported", reported, 126).Until);
    }
}
