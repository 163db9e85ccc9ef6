using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class CoordinatorInterpreterSpecs
{
    private static readonly RoundOptions Two = Options with { ExpectedWorkers = 2, Replicas = 4, TargetStep = 5 };
    private readonly RecordingEffects _effects = new();

    [Fact]
    public void A_run_of_two_rounds_from_its_first_worker_to_its_end()
    {
        var coordinator = Coordinator(Two);
        Expect(coordinator, 1, new WorkerJoined(W(1), 0), "wake at 60");
        Expect(
            coordinator,
            2,
            new WorkerJoined(W(2), 0),
            "assign w1 1.1 version 0 steps 0+1 ranges 0..1 with w1,w2",
            "assign w2 1.1 version 0 steps 0+1 ranges 2..3 with w1,w2",
            "wake at 122");
        Expect(coordinator, 2.1, Report(2, 1, 1), "wake at 122");
        Expect(
            coordinator,
            2.2,
            Report(1, 1, 1),
            "commit 1.1 version 1 step 1",
            "assign w1 2.1 version 1 steps 1+4 ranges 0..1 with w1,w2 after 1.1",
            "assign w2 2.1 version 1 steps 1+4 ranges 2..3 with w1,w2 after 1.1",
            "wake at 12.2");
        Expect(coordinator, 3, Report(1, 2, 1), "wake at 12.2");
        Expect(
            coordinator,
            3.2,
            Report(2, 2, 1),
            "commit 2.1 version 2 step 5",
            "snapshot w1 step 5 Evaluate, Checkpoint, Last",
            "wake at 123.2");
        Expect(coordinator, 4, new SnapshotTaken(W(1), 5), "finish: all 5 steps are committed");
        Expect(coordinator, 5, new WorkerLost(W(1), "killed"));
    }

    [Fact]
    public void A_loss_is_followed_by_the_next_attempt_in_one_go()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);

        Expect(
            coordinator,
            3,
            new WorkerLost(W(1), "killed"),
            "abandon 1.1: round 1 attempt 1 (term 1): w1 is lost (killed)",
            "assign w2 1.2 version 0 steps 0+1 ranges 0..3 with w2",
            "wake at 123");
    }

    [Fact]
    public void A_silent_worker_is_told_that_it_is_lost()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);
        coordinator.Handle(Sec(50), new RoundProgress(Attempt(1, 1), W(1), 0));
        _effects.Flush();

        Expect(
            coordinator,
            122,
            Tick.Instance,
            "lose w2: w2 made no progress in round 1 attempt 1 (term 1) for 120 s",
            "abandon 1.1: round 1 attempt 1 (term 1): w2 is lost (w2 made no progress in round 1 attempt 1 (term 1) for 120 s)",
            "assign w1 1.2 version 0 steps 0+1 ranges 0..3 with w1",
            "wake at 242");
    }

    [Fact]
    public void A_worker_that_comes_later_is_healed_before_the_next_round()
    {
        var coordinator = Coordinator(Options with { Sync = SyncMode.Parameters, Replicas = 2 });
        coordinator.Handle(Sec(1), new WorkerJoined(W(1), 0));
        coordinator.Handle(Sec(2), new WorkerJoined(W(2), 0));
        _effects.Flush();

        Expect(coordinator, 3, Report(1, 1, 1), "commit 1.1 version 1 step 20", "heal w2 from w1", "wake at 5");
        Expect(
            coordinator,
            4,
            new WorkerJoined(W(2), 20),
            "assign w1 2.1 version 1 steps 20+20 ranges 0 with w1,w2 after 1.1",
            "assign w2 2.1 version 1 steps 20+20 ranges 1 with w1,w2 after 1.1",
            "wake at 14");
    }

    [Fact]
    public void An_attempt_is_told_before_its_assignments()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);

        coordinator.Handle(Sec(3), new WorkerLost(W(1), "killed"));

        Assert.Equal([Attempt(1, 1), Attempt(2, 1)], _effects.Opened);
    }

    [Fact]
    public void A_worker_that_missed_how_an_attempt_ended_is_told()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);
        coordinator.Handle(Sec(3), new ExchangeBroken(Attempt(1, 1), W(1), 0, "reset"));
        _effects.Flush();
        Expect(coordinator, 4, new RoundProgress(Attempt(1, 1), W(2), 0), "answer w2: end 1.1", "wake at 123");
        var diverged = new Divergence(0, NetworkKind.Generator, DivergedPart.Gradient);
        Expect(coordinator, 4, new NotFinite(Attempt(1, 1), W(2), diverged), "answer w2: end 1.1", "wake at 123");
        Expect(coordinator, 5, new ExchangeBroken(Attempt(1, 1), W(2), 0, "reset"), "wake at 123");
        Expect(coordinator, 6, Report(1, 1, 2), "wake at 123");
        coordinator.Handle(Sec(7), Report(2, 1, 2));
        _effects.Flush();

        Expect(coordinator, 8, Report(1, 1, 2), "answer w1: commit 1.2", "wake at 17");
        Expect(coordinator, 8, new RoundProgress(Attempt(2, 1), W(1), 0), "answer w1: commit 1.2", "wake at 17");
        Expect(coordinator, 8, Report(1, 1, 1), "answer w1: end 1.1", "wake at 17");
        Expect(coordinator, 8, Report(1, 9, 1), "wake at 17");
    }

    [Fact]
    public void A_worker_that_leaves_is_let_go_after_the_round_and_another_goes_on()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);
        Expect(coordinator, 2.1, new WorkerLeaving(W(1)), "wake at 122");
        Expect(coordinator, 2.2, Report(1, 1, 1), "wake at 122");

        Expect(
            coordinator,
            2.3,
            Report(2, 1, 1),
            "commit 1.1 version 1 step 1",
            "release w1",
            "assign w2 2.1 version 1 steps 1+3 ranges 0..3 with w2 after 1.1",
            "wake at 12.3");
        Assert.Equal(0, coordinator.State.Faults);
    }

    [Fact]
    public void The_record_of_a_round_holds_its_reports_and_their_mean()
    {
        var coordinator = Coordinator(Two);
        Start(coordinator);
        coordinator.Handle(Sec(3), Report(2, 1, 1) with { Statistics = [new(2, 2, 0, 0, 0), new(3, 3, 0, 0, 0)] });
        coordinator.Handle(Sec(5), Report(1, 1, 1) with { Statistics = [new(0, 4, 0, 0, 0), new(1, 5, 0, 0, 0)] });

        var record = Assert.Single(_effects.Records);

        Assert.Equal((Attempt(1, 1), 1L, new StepSpan(0, 1), Sec(3)), (record.Id, record.Version, record.Steps, record.Duration));
        Assert.Equal(new ReplicaStatistics(-1, 3.5, 0, 0, 0), record.Statistics);
        Assert.Equal([W(1), W(2)], record.Reports.Select(r => r.Worker));
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
