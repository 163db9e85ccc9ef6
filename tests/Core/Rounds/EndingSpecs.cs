using GanCluster.Core.Rounds;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class EndingSpecs
{
    private const SnapshotPurpose Final = SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint | SnapshotPurpose.Last;

    /// <summary>The last snapshot was of step 20.</summary>
    private static readonly RunState Due = Idle(Ready(1), Ready(2)) with { SnapshotStep = 20 };

    [Fact]
    public void A_stop_waits_for_the_open_round_and_for_the_last_snapshot()
    {
        var open = Open(1).With(new StopRequested("Ctrl-C")) with { SnapshotStep = 20 };
        Decides<Decision.Wait>("round 4 attempt 1 (term 1) is open", open);

        var committed = open.With(open.Commit(Report(1)));
        var take = Decides<Decision.TakeSnapshot>("step 40 is due: Evaluate, Checkpoint, Last", committed);
        Assert.Equal((W(1), Final), (take.Worker, take.Purpose));

        var copying = committed.Apply(Sec(102), take);
        Decides<Decision.Wait>("w1 is copying the version at step 40", copying);

        Decides<Decision.FinishRun>("Ctrl-C", copying.With(new SnapshotTaken(W(1), 40)));
    }

    [Fact]
    public void A_stop_right_after_a_check_needs_what_the_check_has_not_made()
    {
        var check = Idle(Ready(1)).With(new StopRequested("Ctrl-C")) with { SnapshotTaken = SnapshotPurpose.Evaluate | SnapshotPurpose.Safe };

        var take = Decides<Decision.TakeSnapshot>("step 30 is due: Checkpoint, Last", check);

        Decides<Decision.FinishRun>("Ctrl-C", check.Apply(Sec(100), take).With(new SnapshotTaken(W(1), 30)));
    }

    [Fact]
    public void A_stop_where_nothing_new_was_committed_needs_no_snapshot()
    {
        Decides<Decision.FinishRun>("Ctrl-C", Idle(Ready(1)).With(new StopRequested("Ctrl-C")));
    }

    [Fact]
    public void The_first_reason_to_stop_stands()
    {
        var state = Idle(Ready(1)).With(new StopRequested("Ctrl-C"));

        Assert.Same(state, state.With(new StopRequested("again")));
    }

    [Fact]
    public void The_target_ends_the_run_after_the_last_snapshot()
    {
        var options = Options with { TargetStep = 30 };
        var take = Decides<Decision.TakeSnapshot>("step 30 is due: Evaluate, Checkpoint, Last", Due, options: options);

        var taken = Due.Apply(Sec(100), take).With(new SnapshotTaken(W(1), 30));

        Decides<Decision.FinishRun>("all 30 steps are committed", taken, options: options);
        Decides<Decision.FinishRun>("all 30 steps are committed", Due, options: options with { Snapshots = false });
    }

    [Theory]
    [InlineData(true, 1000)]
    [InlineData(false, 30)]
    public void A_run_whose_last_version_nobody_holds_has_not_succeeded(bool stopped, long target)
    {
        var state = Idle(Lost(1), Lost(2)) with { SnapshotStep = 20, StopReason = stopped ? "Ctrl-C" : null };

        Decides<Decision.FailRun>(
            "no worker holds the version at step 30 (w1: killed; w2: killed)", state,
            options: Options with { TargetStep = target });
    }

    [Fact]
    public void Another_worker_copies_when_the_first_is_lost()
    {
        var copying = Due.With(new StopRequested("Ctrl-C")).Take(Sec(100), Options);
        Assert.Equal(W(1), copying.SnapshotBy);

        var lost = copying.With(new WorkerLost(W(1), "killed"));

        Assert.Equal(W(2), Decides<Decision.TakeSnapshot>("step 30 is due: Evaluate, Checkpoint, Last", lost).Worker);
    }

    [Fact]
    public void A_worker_that_does_not_copy_in_time_is_lost()
    {
        var copying = Due.With(new StopRequested("Ctrl-C")).Take(Sec(100), Options);
        Assert.Equal(Sec(220), Decides<Decision.Wait>("w1 is copying the version at step 30", copying, at: 219).Until);

        var lose = Decides<Decision.LoseWorker>("w1 has not copied step 30 in 120 s", copying, at: 220);

        Assert.Equal(W(1), lose.Worker);
        Assert.Null(copying.Apply(Sec(220), lose).SnapshotBy);
    }

    [Fact]
    public void However_long_a_copy_takes_to_be_recorded_rounds_go_on_and_no_worker_is_lost_for_it()
    {
        var options = Options with { EvaluateEverySteps = 10 };
        var recording = Idle(Ready(1)) with { SnapshotStep = 30, Recording = 30 };
        Decides<Decision.OpenAttempt>("round 4 attempt 1 (term 1): steps 30 to 39 over 1 of 1 workers", recording, 100, options);

        var due = recording with { Step = 40, Workers = recording.Workers.SetItem(W(1), Ready(1) with { Step = 40 }) };
        var wait = Decides<Decision.Wait>("step 30 is being recorded, and step 40 is due", due, at: 9_999, options);

        Assert.Null(wait.Until);
        Assert.Equal(due with { Dropped = 1 }, due.With(new SnapshotRecorded(20)));
        Decides<Decision.TakeSnapshot>("step 40 is due: Evaluate", due.With(new SnapshotRecorded(30)), 9_999, options);
    }

    [Fact]
    public void A_run_may_end_while_its_last_copy_is_being_recorded()
    {
        var taken = Due.With(new StopRequested("Ctrl-C")).Take(Sec(100), Options).With(new SnapshotTaken(W(1), 30));

        Assert.Equal(30, taken.Recording);
        Decides<Decision.FinishRun>("Ctrl-C", taken);
    }

    [Fact]
    public void A_copy_that_is_not_the_one_under_way_is_dropped()
    {
        var copying = Due.With(new StopRequested("Ctrl-C")).Take(Sec(100), Options);

        Assert.Equal(copying with { Dropped = 1 }, copying.With(new SnapshotTaken(W(2), 30)));
        Assert.Equal(copying with { Dropped = 1 }, copying.With(new SnapshotTaken(W(1), 20)));
    }

    [Theory]
    [InlineData(20, 15, SnapshotPurpose.Checkpoint)] // 30 is a multiple of 15; no multiple of 20 lies in (20, 30]
    [InlineData(10, 7, SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint)] // 28 was passed
    [InlineData(30, 0, SnapshotPurpose.Evaluate)]
    [InlineData(40, 17, SnapshotPurpose.None)]
    public void Grids_and_checkpoints_are_due_at_or_past_their_multiples(long evaluate, long checkpoint, SnapshotPurpose purpose)
    {
        var options = Options with { EvaluateEverySteps = evaluate, CheckpointEverySteps = checkpoint };

        Assert.Equal(purpose, SnapshotRules.Due(Sec(100), Due, options));
        Assert.Equal(SnapshotPurpose.None, SnapshotRules.Due(Sec(100), Due with { SnapshotStep = 30 }, options));
    }

    [Fact]
    public void After_the_end_nothing_happens()
    {
        var ended = Idle(Ready(1)).Apply(Sec(100), new Decision.FinishRun("done"));

        Assert.Null(Decides<Decision.Wait>("the run has ended", ended.With(new WorkerLost(W(1), "killed"))).Until);
    }
}
