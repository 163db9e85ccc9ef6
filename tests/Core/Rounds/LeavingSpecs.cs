using GanCluster.Core.Rounds;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class LeavingSpecs
{
    [Fact]
    public void A_worker_is_let_go_between_rounds_and_counts_as_no_fault()
    {
        Decides<Decision.Wait>("round 4 attempt 1 (term 1) is open", Open(2).With(new WorkerLeaving(W(1))));
        var idle = Idle(Ready(1), Ready(2)).With(new WorkerLeaving(W(1)));

        var release = Decides<Decision.ReleaseWorker>("w1 asked to leave", idle);

        var left = idle.Apply(Sec(100), release);
        Assert.Equal((W(1), 0, "it left"), (release.Worker, left.Faults, left.Workers[W(1)].LostReason));
        Assert.Equal("w2:0..7", Decides<Decision.OpenAttempt>(
            "round 4 attempt 1 (term 1): steps 30 to 39 over 1 of 1 workers", left).Attempt.Ranges.Text());
    }

    [Fact]
    public void What_it_said_before_it_left_never_brings_it_back()
    {
        var left = Idle(Ready(1), Ready(2)).With(new WorkerLeaving(W(1))).Take(Sec(101), Options);

        Assert.Equal(left with { Dropped = 1 }, left.Apply(Sec(100_000), new WorkerJoined(W(1), 30)));
        Assert.Same(left, left.With(new WorkerLost(W(1), "its process ended")));
        var again = left.With(new WorkerLeaving(W(1)));
        Assert.Equal(again with { Dropped = 1 }, again.Apply(Sec(100_000), new WorkerJoined(W(1), 30)));
    }

    [Fact]
    public void It_stays_until_another_holds_the_version()
    {
        var state = Idle(Ready(1), Lagging(2)).With(new WorkerLeaving(W(1)));
        var heal = Decides<Decision.HealWorker>("w2 holds step 20 of 30, w1 has it all", state);
        var healing = state.Apply(Sec(100), heal);

        Decides<Decision.OpenAttempt>("round 4 attempt 1 (term 1): steps 30 to 39 over 1 of 1 workers", healing, at: 102);

        Decides<Decision.ReleaseWorker>("w1 asked to leave", healing.With(new WorkerJoined(W(2), 30)), at: 102);
    }

    [Fact]
    public void It_is_given_no_replicas_while_others_stay()
    {
        var state = Idle(Ready(1), Ready(2)).With(new WorkerLeaving(W(1)));

        Assert.Equal([W(2)], state.Ready.Select(w => w.Id));
        Assert.Equal([W(1)], state.With(new WorkerLost(W(2), "killed")).Ready.Select(w => w.Id));
    }

    [Fact]
    public void The_last_worker_ends_the_run_with_a_checkpoint()
    {
        var one = Open(2).With(new WorkerLeaving(W(2)));
        Assert.Null(one.StopReason);

        var both = one.With(new WorkerLeaving(W(1)));

        Assert.Equal("the last worker, w2, leaves", both.StopReason);
        var committed = both.With(both.Commit(Report(1), Report(2)));
        Decides<Decision.TakeSnapshot>("step 40 is due: Evaluate, Checkpoint, Last", committed);
    }

    [Fact]
    public void The_loss_of_the_last_that_would_have_stayed_ends_the_run_too()
    {
        var state = Idle(Ready(1), Ready(2)).With(new WorkerLeaving(W(1)), new WorkerLost(W(2), "killed"));

        Assert.Equal("the last worker, w1, leaves", state.StopReason);
    }

    [Fact]
    public void Who_asks_again_or_never_joined_or_is_lost_is_let_go()
    {
        var left = Idle(Ready(1), Ready(2)).With(new WorkerLeaving(W(1))).Take(Sec(100), Options);

        Decides<Decision.ReleaseWorker>("w1 asked to leave", left.With(new WorkerLeaving(W(1))));
        Decides<Decision.ReleaseWorker>("w9 asked to leave", left.With(new WorkerLeaving(W(9))));
        var lost = left.With(new WorkerJoined(W(3), 30), new WorkerLost(W(3), "killed"), new WorkerLeaving(W(3)));
        Assert.Null(lost.StopReason);
        Decides<Decision.ReleaseWorker>("w3 asked to leave", lost);
    }
}
