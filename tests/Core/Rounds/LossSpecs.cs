using GanCluster.Core.Rounds;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class LossSpecs
{
    private static readonly RoundOptions Kept =
        Options with { RejoinTimeout = Sec(60), HolderGrace = Sec(5), SafeEvery = Sec(1000) };

    private static readonly RoundOptions Often = Kept with { SafeEvery = Sec(30) };

    /// <summary>Step 30 is lost with worker 1, at 101 s.</summary>
    private static RunState LostWith(params WorkerState[] others) =>
        Idle([Ready(1), .. others]).WithHistory().With(new WorkerLost(W(1), "killed"));

    [Fact]
    public void The_run_goes_back_to_the_coordinators_copy_and_a_newcomer_loads_it()
    {
        var lost = LostWith().With(new WorkerJoined(W(2), 0));

        var move = Decides<Decision.Move>(
            "nobody holds the version at step 30, and coordinator has step 10", lost, at: 106, Kept);
        var back = lost.Apply(Sec(106), move);

        Assert.Equal((new RunPosition(10, 1, 2), 2L), (back.Position, back.Term));
        Decides<Decision.HealWorker>("w2 holds step 0 of 10, coordinator has it all", back, at: 106, Kept);
    }

    [Fact]
    public void A_worker_that_lags_spares_what_it_holds()
    {
        var lost = LostWith(Lagging(2), new WorkerState(W(3), 10));

        var move = Decides<Decision.Move>("nobody holds the version at step 30, and w2 has step 20", lost, at: 106, Kept);
        var back = lost.Apply(Sec(106), move);

        Assert.Equal(new RunPosition(20, 2, 3), back.Position);
        Decides<Decision.HealWorker>("w3 holds step 10 of 20, w2 has it all", back, at: 106, Kept);
    }

    [Fact]
    public void One_that_is_about_to_leave_or_holds_no_round_of_this_history_is_not_gone_by()
    {
        var lost = LostWith(Lagging(2) with { Leaving = true }, new WorkerState(W(3), 5));

        Decides<Decision.Move>("nobody holds the version at step 30, and coordinator has step 10", lost, at: 106, Kept);
    }

    [Fact]
    public void Lost_rounds_are_computed_again_over_the_same_steps_and_held_to_their_hashes()
    {
        var back = LostWith(Lagging(2)).Take(Sec(106), Kept) with { StepSeconds = 0.01 };

        var open = Decides<Decision.OpenAttempt>(
            "round 3 attempt 1 (term 2): steps 20 to 29 over 1 of 1 workers", back, at: 106, Kept).Attempt;

        Assert.Equal((2L, Good), (open.Version, open.Recorded!.Value));
        var opened = back.Apply(Sec(106), new Decision.OpenAttempt("", open));
        var commit = opened.Commit(Report(2));
        var redone = opened.With(commit with { Record = commit.Record with { IsRedone = true } });
        Assert.Equal((new RunPosition(30, 3, 4), 10L, 2), (redone.Position, redone.Redone, redone.History.Count));
        Assert.Null(Decides<Decision.OpenAttempt>(
            "round 4 attempt 1 (term 2): steps 30 to 39 over 1 of 1 workers", redone with { StepSeconds = 0.1 }, at: 107, Kept)
            .Attempt.Recorded);
    }

    [Fact]
    public void Who_comes_back_with_a_lost_version_spares_the_rest()
    {
        var back = LostWith().With(new WorkerJoined(W(2), 0)).Take(Sec(106), Kept).With(new WorkerJoined(W(2), 10));

        var found = back.With(new WorkerJoined(W(1), 30));

        var move = Decides<Decision.Move>("w1 holds step 30, and the others are at step 10 again", found, at: 106, Kept);
        Assert.Equal((new RunPosition(30, 3, 4), 3L), (found.Apply(Sec(106), move).Position, found.Apply(Sec(106), move).Term));
    }

    [Fact]
    public void A_stop_with_nobody_left_ends_with_the_coordinators_copy_as_checkpoint()
    {
        var stopped = LostWith().With(new StopRequested("Ctrl-C")) with { SnapshotStep = 0 };

        var back = stopped.Take(Sec(106), Kept);
        Assert.Equal(10, back.Step);
        var keep = Decides<Decision.KeepSafeCopy>(
            "step 10 is due: Evaluate, Checkpoint, Last, Safe", back, at: 106, Kept);
        var kept = back.Apply(Sec(106), keep);
        Decides<Decision.FinishRun>("Ctrl-C", kept, at: 106, Kept);
    }

    [Fact]
    public void Without_a_copy_a_stop_with_nobody_left_is_the_runs_failure()
    {
        var stopped = LostWith().With(new StopRequested("Ctrl-C")) with { SnapshotStep = 0 };

        Decides<Decision.FailRun>("no worker holds the version at step 30 (w1: killed)", stopped, at: 106);
    }

    [Fact]
    public void A_copy_is_fetched_when_the_last_is_too_old()
    {
        var run = Idle(Ready(1)).WithHistory();

        Decides<Decision.OpenAttempt>("round 4 attempt 1 (term 1): steps 30 to 39 over 1 of 1 workers", run, at: 29.9, Often);
        var take = Decides<Decision.TakeSnapshot>("step 30 is due: Safe", run, at: 30, Often);
        Decides<Decision.OpenAttempt>(
            "round 4 attempt 1 (term 1): steps 30 to 39 over 1 of 1 workers", run with { Recording = 20 }, at: 30, Often);
        var taken = run.Apply(Sec(30), take).Apply(Sec(31), new SnapshotTaken(W(1), 30));

        Assert.Equal((new RunPosition(30, 3, 4), Sec(31), 0), (taken.Safe, taken.SafeAt, taken.History.Count));
        Assert.Equal((run.SnapshotStep, (long?)30), (taken.SnapshotStep, taken.Recording));
    }

    [Fact]
    public void Whatever_is_copied_for_the_record_is_a_safe_copy_too()
    {
        var options = Kept with { CheckpointEverySteps = 30 };
        var run = Idle(Ready(1)).WithHistory() with { SnapshotStep = 20 };

        var take = Decides<Decision.TakeSnapshot>("step 30 is due: Checkpoint, Safe", run, at: 1, options);
        var taken = run.Apply(Sec(1), take).Apply(Sec(2), new SnapshotTaken(W(1), 30));

        Assert.Equal((30L, 30L), (taken.Safe.Step, taken.SnapshotStep));
    }

    [Fact]
    public void A_worker_at_odds_with_the_record_is_lost_for_good_though_no_majority_says_so()
    {
        var again = OpenAttempt(2) with { Attempt = OpenAttempt(2).Attempt with { Recorded = Good } };

        var abandon = Decides<AveragingDecision.Abandon>(
            $"{Attempt(1)}: w2 is lost (w2 holds {Odd} after {Attempt(1)}, which was committed as {Good})",
            again.With(Report(1), Report(2, Odd)));
        Assert.Equal((W(2), true), abandon.Fault is AttemptFault.OfWorker fault ? (fault.Worker, fault.ForGood) : default);
        Decides<AveragingDecision.Commit>($"{Attempt(1)}: 2 workers hold {Good} again", again.With(Report(1), Report(2)));
    }

    [Fact]
    public void A_worker_that_was_lost_before_its_bits_were_found_wrong_does_not_come_back()
    {
        var open = Literal.Open(3).With(new WorkerLost(W(3), "out of reach"));
        var found = open.With(open.Abandon(new AttemptFault.OfWorker(W(3), "it holds other weights", ForGood: true)));

        var lose = Decides<Decision.LoseWorker>("it holds other weights", found);
        var lost = found.Apply(Sec(102), lose);

        Assert.Equal((TimeSpan.MaxValue, 1), (lost.Workers[W(3)].BarredUntil, lost.Faults));
        Assert.Equal("out of reach", lost.With(new WorkerJoined(W(3), 30)).Workers[W(3)].LostReason);
    }

    [Fact]
    public void Other_bits_than_the_recorded_ones_from_everybody_end_the_run()
    {
        var again = OpenAttempt(1) with { Attempt = OpenAttempt(1).Attempt with { Recorded = Good } };

        var abandon = Decides<AveragingDecision.Abandon>(
            $"{Attempt(1)}: what was committed as {Good} came out as {Odd} when it was computed again, so these workers compute "
            + "with other kernels than those that were lost",
            again.With(Report(1, Odd)));
        Assert.IsType<AttemptFault.OfRun>(abandon.Fault);
    }
}
