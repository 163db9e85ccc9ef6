using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class OpeningSpecs
{
    private static readonly RunState New = RunState.StartingAt(Sec(5), term: 1, step: 0, version: 0, round: 1);

    [Fact]
    public void Expected_workers_are_waited_for_until_the_join_timeout()
    {
        var options = Options with { ExpectedWorkers = 3 };
        Assert.Equal(Sec(65), Decides<Decision.Wait>("0 of 3 workers have joined", New, at: 5, options).Until);

        var two = New.With(new WorkerJoined(W(1), 0), new WorkerJoined(W(2), 0));
        Decides<Decision.Wait>("2 of 3 workers have joined", two, at: 64.9, options);

        var open = Decides<Decision.OpenAttempt>(
            "round 1 attempt 1 (term 1): steps 0 to 0 over 2 of 2 workers", two, at: 65, options);
        Assert.Equal("w1:0..3 w2:4..7", open.Attempt.Ranges.Text());

        var three = two.With(new WorkerJoined(W(3), 0));
        Decides<Decision.OpenAttempt>("round 1 attempt 1 (term 1): steps 0 to 0 over 3 of 3 workers", three, at: 6, options);
    }

    [Fact]
    public void A_run_that_no_worker_joins_fails()
    {
        Decides<Decision.FailRun>("no worker joined", New, at: 65);
    }

    [Fact]
    public void A_worker_that_failed_before_it_joined_is_not_waited_for()
    {
        var failed = New.With(new WorkerLost(W(1), "IOException: no data"));
        Decides<Decision.FailRun>("no worker holds the version at step 0 (w1: IOException: no data)", failed, at: 101);

        var other = failed.With(new WorkerJoined(W(2), 0));
        Decides<Decision.OpenAttempt>(
            "round 1 attempt 1 (term 1): steps 0 to 0 over 1 of 1 workers", other, at: 6, Options with { ExpectedWorkers = 2 });
    }

    [Fact]
    public void A_round_opens_with_contiguous_ranges_over_the_ready_workers()
    {
        var state = Idle(Ready(1), Ready(2), Lost(3), Ready(4));

        var open = Decides<Decision.OpenAttempt>("round 4 attempt 1 (term 1): steps 30 to 39 over 3 of 3 workers", state);

        Assert.Equal((Attempt(1), new StepSpan(30, 10)), (open.Attempt.Id, open.Attempt.Steps));
        Assert.Equal("w1:0..2 w2:3..5 w4:6..7", open.Attempt.Ranges.Text());
    }

    [Fact]
    public void Workers_beyond_the_replicas_stay_idle()
    {
        var state = Idle(Ready(1), Ready(2), Ready(3));

        var open = Decides<Decision.OpenAttempt>(
            "round 4 attempt 1 (term 1): steps 30 to 39 over 2 of 3 workers", state, options: Options with { Replicas = 2 });

        Assert.Equal("w1:0 w2:1", open.Attempt.Ranges.Text());
    }

    [Fact]
    public void The_same_steps_are_redone_without_the_lost_worker()
    {
        var state = Lose(Open(2), W(1));

        // The last round's speed would give other steps now; the attempt is at those of the abandoned one.
        var open = Decides<Decision.OpenAttempt>(
            "round 4 attempt 2 (term 1): steps 30 to 39 over 1 of 1 workers", state with { StepSeconds = 1 }, at: 101);

        Assert.Equal((Attempt(2), "w2:0..7"), (open.Attempt.Id, open.Attempt.Ranges.Text()));
    }

    [Fact]
    public void In_parameters_the_survivors_keep_their_ranges()
    {
        var options = Options with { Sync = SyncMode.Parameters };
        var state = Lose(Open(4), W(2));

        var open = Decides<Decision.OpenAttempt>(
            "round 4 attempt 2 (term 1): steps 30 to 39 over 3 of 3 workers", state, at: 101, options);

        Assert.Equal("w1:0..2 w3:3..5 w4:6..7", open.Attempt.Ranges.Text());
    }

    [Fact]
    public void A_round_tried_too_often_fails_the_run()
    {
        var state = Idle(Ready(1)) with { Attempts = 16 };

        Decides<Decision.FailRun>("round 4 was tried 16 times", state);
        Decides<Decision.OpenAttempt>(
            "round 4 attempt 16 (term 1): steps 30 to 39 over 1 of 1 workers", state with { Attempts = 15 });
    }

    [Fact]
    public void A_run_without_any_worker_that_holds_the_version_fails_and_names_the_losses()
    {
        var state = Idle(Lost(1, "killed"), Lost(2, "OutOfMemoryException: no"));

        Decides<Decision.FailRun>(
            "no worker holds the version at step 30 (w1: killed; w2: OutOfMemoryException: no)", state);
    }

    [Theory]
    [InlineData(null, 120)] // no speed is known: FirstDeadline
    [InlineData(0.01, 10)] // 20 x 0.01 x 4 replicas is less than LeastDeadline
    [InlineData(0.2, 16)] // 20 x 0.2 x 4
    public void A_silent_worker_is_given_twenty_steps(double? speed, double patience)
    {
        var open = Assert.IsType<Decision.OpenAttempt>(
            RoundRules.Decide(Sec(100), Idle(Ready(1, speed), Ready(2, speed)), Options));

        Assert.Equal(Sec(patience), open.Attempt.Patience);
    }

    [Fact]
    public void The_deadline_is_drawn_from_the_median_speed_and_the_largest_load()
    {
        var open = Assert.IsType<Decision.OpenAttempt>(
            RoundRules.Decide(Sec(100), Idle(Ready(1, 0.3), Ready(2, 0.5), Ready(3, 0.6), Ready(4)), Options));

        Assert.Equal("w1:0..2 w2:3..4 w3:5 w4:6..7", open.Attempt.Ranges.Text());
        Assert.Equal(Sec(30), open.Attempt.Patience); // 0.5 s x 3 replicas x 20
    }

    [Fact]
    public void Nothing_is_decided_while_an_attempt_is_open_and_its_workers_live()
    {
        var state = Open(2);
        var idle = state with { Workers = state.Workers.Add(W(3), Ready(3)) };

        Decides<Decision.Wait>("round 4 attempt 1 (term 1) is open", idle.With(new WorkerLost(W(3), "killed")));
        Decides<Decision.EndAttempt>(
            "round 4 attempt 1 (term 1): w2 is lost (killed)", idle.With(new WorkerLost(W(2), "killed")));
    }

    private static RunState Lose(RunState state, WorkerId worker)
    {
        var ending = state.With(new WorkerLost(worker, "killed")).Take(Sec(101), Options);
        Decides<Decision.Wait>("round 4 attempt 1 (term 1) is open", ending);
        return ending.With(ending.Abandon(AttemptFault.Ended.Instance));
    }
}
