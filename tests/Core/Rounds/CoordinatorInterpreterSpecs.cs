using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class CoordinatorInterpreterSpecs
{
    private static readonly RoundOptions Two = Options with { ExpectedWorkers = 2, Replicas = 4, TargetStep = 2 };
    private readonly RecordingEffects _effects = new();

    [Fact]
    public void A_run_of_two_rounds_from_its_first_worker_to_its_end()
    {
        var coordinator = Coordinator(Two);
        Expect(coordinator, 1, new WorkerJoined(W(1), 0), "wake at 60");
        Expect(coordinator, 2, new WorkerJoined(W(2), 0), "open 1.1 version 0 steps 0+1 with w1:0..1 w2:2..3 for 120 s");
        Expect(
            coordinator,
            2.2,
            coordinator.State.Commit(Report(1, 1, 1), Report(2, 1, 1)),
            "record the commit of 1.1",
            "open 2.1 version 1 steps 1+1 with w1:0..1 w2:2..3 for 10 s");
        Expect(
            coordinator,
            3.2,
            coordinator.State.Commit(Report(1, 2, 1), Report(2, 2, 1)),
            "record the commit of 2.1",
            "snapshot w1 step 2 Evaluate, Checkpoint, Last",
            "wake at 123.2");
        Expect(coordinator, 4, new SnapshotTaken(W(1), 2), "finish: all 2 steps are committed");
        Expect(coordinator, 5, new WorkerLost(W(1), "killed"));
    }

    [Fact]
    public void A_loss_ends_the_attempt_and_the_next_one_opens_when_it_has()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);

        Expect(
            coordinator, 3, new WorkerLost(W(1), "killed"), "end 1.1: round 1 attempt 1 (term 1): w1 is lost (killed)");
        Expect(coordinator, 3, new WorkerLost(W(1), "killed"));
        Expect(
            coordinator,
            3.1,
            coordinator.State.Abandon(AttemptFault.Ended.Instance, "w1 is lost (killed)"),
            "record the end of 1.1: w1 is lost (killed)",
            "open 1.2 version 0 steps 0+1 with w2:0..3 for 120 s");
        Assert.Equal(1, coordinator.State.Faults);
    }

    [Fact]
    public void A_commit_that_crosses_the_word_of_a_loss_stands()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);
        Expect(
            coordinator, 3, new WorkerLost(W(1), "killed"), "end 1.1: round 1 attempt 1 (term 1): w1 is lost (killed)");

        Expect(
            coordinator,
            3.1,
            coordinator.State.Commit(Report(1, 1, 1), Report(2, 1, 1)),
            "record the commit of 1.1",
            "open 2.1 version 1 steps 1+1 with w2:0..3 for 10 s");

        Assert.Equal("killed", coordinator.State.Workers[W(1)].LostReason);
        Assert.Equal(1, coordinator.State.Faults);
    }

    [Fact]
    public void A_worker_for_whose_fault_an_attempt_failed_is_lost()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);

        Expect(
            coordinator,
            122,
            coordinator.State.Abandon(new AttemptFault.OfWorker(W(2), "it was silent", ForGood: false)),
            "record the end of 1.1: it broke",
            "lose w2: it was silent",
            "open 1.2 version 0 steps 0+1 with w1:0..3 for 120 s");
        Assert.Equal(1, coordinator.State.Faults);
    }

    [Fact]
    public void A_worker_whose_bits_differ_is_kept_out_for_good()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);

        coordinator.Handle(Sec(3), coordinator.State.Abandon(new AttemptFault.OfWorker(W(2), "it is odd", ForGood: true)));

        Assert.Equal(TimeSpan.MaxValue, coordinator.State.Workers[W(2)].BarredUntil);
    }

    [Fact]
    public void A_worker_that_was_lost_meanwhile_is_not_lost_twice()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);
        coordinator.Handle(Sec(3), new WorkerLost(W(2), "killed"));
        _effects.Flush();

        Expect(
            coordinator,
            3.1,
            coordinator.State.Abandon(new AttemptFault.OfWorker(W(2), "it was silent", ForGood: false)),
            "record the end of 1.1: it broke",
            "open 1.2 version 0 steps 0+1 with w1:0..3 for 120 s");
        Assert.Equal(1, coordinator.State.Faults);
    }

    [Fact]
    public void What_no_other_attempt_can_mend_ends_the_run()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);

        Expect(
            coordinator,
            3,
            coordinator.State.Abandon(AttemptFault.OfRun.Instance, "no majority agrees"),
            "record the end of 1.1: no majority agrees",
            "fail: no majority agrees");
    }

    [Fact]
    public void The_end_of_an_attempt_counts_once_and_only_of_the_open_one()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);
        var commit = coordinator.State.Commit(Report(1, 1, 1), Report(2, 1, 1));
        coordinator.Handle(Sec(3), commit);
        _effects.Flush();

        Expect(coordinator, 4, commit);
        Expect(coordinator, 4, new AttemptAbandoned(commit.Id, "late", AttemptFault.Ended.Instance));
        Assert.Equal((1, 2), (coordinator.State.Version, coordinator.State.Dropped));
    }

    [Fact]
    public void A_worker_that_comes_later_is_healed_before_the_next_round()
    {
        var coordinator = Coordinator(Options with { Sync = SyncMode.Parameters, Replicas = 2 });
        coordinator.Handle(Sec(1), new WorkerJoined(W(1), 0));
        coordinator.Handle(Sec(2), new WorkerJoined(W(2), 0));
        _effects.Flush();

        Expect(
            coordinator,
            3,
            coordinator.State.Commit(Report(1, 1, 1)),
            "record the commit of 1.1",
            "heal w2 from w1",
            "wake at 5");
        Expect(
            coordinator, 4, new WorkerJoined(W(2), 20), "open 2.1 version 1 steps 20+20 with w1:0 w2:1 for 10 s");
    }

    [Fact]
    public void A_worker_that_leaves_is_let_go_after_the_round_and_another_goes_on()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);
        Expect(coordinator, 2.1, new WorkerLeaving(W(1)));

        Expect(
            coordinator,
            2.3,
            coordinator.State.Commit(Report(1, 1, 1), Report(2, 1, 1)),
            "record the commit of 1.1",
            "release w1",
            "open 2.1 version 1 steps 1+1 with w2:0..3 for 10 s");
        Assert.Equal(0, coordinator.State.Faults);
    }

    [Fact]
    public void A_failure_ends_the_run()
    {
        var coordinator = Coordinator(Options);

        Expect(coordinator, 60, Tick.Instance, "fail: no worker joined");
        Assert.True(coordinator.State.Ended);
    }

    private static Combined Report(int worker, long round, int attempt) =>
        new(Attempt(attempt, round), W(worker), Good, [], [], 0.2, 2);

    private CoordinatorInterpreter Coordinator(RoundOptions options) =>
        new(RunState.StartingAt(TimeSpan.Zero, term: 1, step: 0, version: 0, round: 1), options, _effects);

    private void Start(CoordinatorInterpreter coordinator)
    {
        coordinator.Handle(Sec(1), new WorkerJoined(W(1), 0));
        coordinator.Handle(Sec(2), new WorkerJoined(W(2), 0));
        _effects.Flush();
    }

    private void Expect(CoordinatorInterpreter coordinator, double at, IRunEvent e, params string[] lines)
    {
        coordinator.Handle(Sec(at), e);
        Assert.Equal(lines, _effects.Flush());
    }
}
