using System.Collections.Immutable;
using GanCluster.Core.Health;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

/// <summary>A check every 10 steps; the run stands at step 30, whose check is due, with the one of step 20 behind it.</summary>
public class ActingSpecs
{
    private static readonly RoundOptions RollsBack = Acting(AlarmAction.Rollback);
    private static readonly RunState Due = Idle(Ready(1), Ready(2)) with
    {
        SnapshotStep = 20,
        Checks = CourseHealth.Start.With(Healthy(10)).Begun(20),
    };

    private static readonly RunState Alarmed = Due.With(new CheckJudged(0, Alarm(20)));

    /// <summary>It was about to end when its last worker left, and another came.</summary>
    [Fact]
    public void A_version_that_was_measured_and_is_no_check_is_waited_for_by_nobody()
    {
        var due = Due with { Checks = CourseHealth.Start.With(Healthy(10)).With(Healthy(20)).Begun(23), AsksJournals = true, Unheld = 23 };

        Assert.Equal(SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint, Decide<Decision.TakeSnapshot>(due, RollsBack).Purpose & ~SnapshotPurpose.Safe);
        Decide<Decision.OpenAttempt>(due with { SnapshotStep = 30 }, RollsBack);
    }

    [Fact]
    public void Nothing_is_decided_before_the_last_check_is_judged()
    {
        Decides<Decision.Wait>("the check of step 20 is not judged, and what it decides acts at step 30", Due, options: RollsBack);

        var judged = Due.With(new CheckJudged(0, Healthy(20)));
        Decides<Decision.TakeSnapshot>("step 30 is due: Evaluate, Checkpoint", judged, options: RollsBack);
    }

    [Fact]
    public void Nobody_waits_where_nothing_acts() => Decides<Decision.TakeSnapshot>(
        "step 30 is due: Evaluate", Due, options: Options with { EvaluateEverySteps = 10 });

    [Fact]
    public void An_alarm_acts_at_the_next_check_and_not_before_however_early_it_comes()
    {
        var between = Alarmed with { Step = 25 };
        Assert.Equal(25, Decide<Decision.OpenAttempt>(Holding(between)).Attempt.Steps.First);

        var back = Decide<Decision.RollBack>(Alarmed);
        Assert.Equal(("collapse (step 20)", new RunPosition(10, 4, 4), 1), (back.Reason, back.To, back.Course));
    }

    [Fact]
    public void The_verdict_of_the_check_that_is_made_here_acts_only_at_the_next()
    {
        var judged = Due.With(new CheckJudged(0, Healthy(20)));
        var taken = judged.Apply(Sec(100), Decide<Decision.TakeSnapshot>(judged)).With(new SnapshotTaken(W(1), 30));
        var alarmed = taken.With(new CheckJudged(0, Alarm(30)));

        Decide<Decision.OpenAttempt>(alarmed);
        Assert.Equal(20, Decide<Decision.RollBack>(Holding(alarmed with { Step = 40 })).To.Step);
    }

    [Fact]
    public void After_a_roll_back_nobody_holds_the_version_and_all_load_it_from_the_coordinator()
    {
        var state = Alarmed.Apply(Sec(100), Decide<Decision.RollBack>(Alarmed));

        Assert.Equal((10L, 4L, 4L, 1, 2L), (state.Step, state.Version, state.Round, state.Course, state.Term));
        Assert.Empty(state.Ready);
        var heal = Decides<Decision.HealWorker>(
            "w1 holds step 30 of 10, coordinator has it all", state with { Workers = state.Workers.Remove(W(2)) }, options: RollsBack);
        Assert.Equal(WorkerId.Coordinator, heal.Source);

        var opened = Decide<Decision.OpenAttempt>(
            (state with { Workers = state.Workers.Remove(W(2)) }).With(new WorkerJoined(W(1), 10, Course: 1)));
        Assert.Equal((4L, 10L, 1), (opened.Attempt.Version, opened.Attempt.Steps.First, opened.Attempt.Course));
    }

    [Fact]
    public void A_version_of_another_course_is_not_the_run_s_though_its_step_is()
    {
        var state = Alarmed.Apply(Sec(100), Decide<Decision.RollBack>(Alarmed));

        var other = state.With(new WorkerJoined(W(3), 10));

        Assert.DoesNotContain(other.Ready, w => w.Id == W(3));
        Assert.False(other.Holds(other.Workers[W(3)]));
    }

    [Fact]
    public void A_verdict_of_the_course_that_is_over_changes_nothing()
    {
        var state = Alarmed.Apply(Sec(100), Decide<Decision.RollBack>(Alarmed));

        Assert.Equal(state.Checks, state.With(new CheckJudged(0, Alarm(30))).Checks);
        Assert.Equal(30, state.With(new CheckJudged(1, Healthy(30))).Checks.HealthyStep);
    }

    [Fact]
    public void Rounds_of_the_course_that_is_over_are_never_computed_again()
    {
        var back = Decide<Decision.RollBack>(Alarmed.WithHistory());
        var state = Alarmed.WithHistory().Apply(Sec(100), back);

        Assert.Empty(state.History);
        Assert.Equal(back.To, state.Safe);

        // Somebody who missed it still holds a later version of the old course.
        Decide<Decision.HealWorker>(state);
    }

    [Fact]
    public void What_would_be_one_roll_back_too_many_ends_the_run_with_a_checkpoint()
    {
        const string Reason = "collapse (step 20), after 2 roll-backs, the most that health.rollbacks allows";
        var options = RollsBack with { Health = RollsBack.Health with { Rollbacks = 2 } };
        var last = InCourse(Alarmed, 2);

        var stop = Decides<Decision.StopRun>(Reason, last, options: options);

        Assert.False(stop.Succeeded);
        Ends<Decision.FailRun>(Reason, last.Apply(Sec(100), stop), options);
    }

    [Fact]
    public void Stop_ends_the_run_as_failed_at_the_next_check()
    {
        var options = Acting(AlarmAction.Stop);
        var stop = Decides<Decision.StopRun>("collapse (step 20)", Alarmed, options: options);
        Ends<Decision.FailRun>("collapse (step 20)", Alarmed.Apply(Sec(100), stop), options);
    }

    [Fact]
    public void A_run_with_nothing_more_to_gain_ends_well()
    {
        var options = Options with { EvaluateEverySteps = 10, Health = new() { Stop = 3 } };
        var judged = Due.With(new CheckJudged(0, Healthy(20) with { NothingToGain = "no gain" }));

        var stop = Decides<Decision.StopRun>("no gain", judged, options: options);

        Ends<Decision.FinishRun>("no gain", judged.Apply(Sec(100), stop), options);
        Decide<Decision.TakeSnapshot>(judged, options with { Health = new() });
    }

    [Fact]
    public void A_stop_that_was_asked_for_does_not_keep_an_alarm_from_acting()
    {
        var back = Decide<Decision.RollBack>(Alarmed with { StopReason = "Ctrl-C" });
        var state = Alarmed.Apply(Sec(100), back) with { StopReason = "Ctrl-C" };

        Decides<Decision.FinishRun>("Ctrl-C", state, options: RollsBack);
    }

    [Fact]
    public void Numbers_that_end_wait_for_the_check_that_is_pending_and_then_the_run_goes_back()
    {
        var diverged = Open(2) with { SnapshotStep = 30, Checks = CourseHealth.Start.With(Healthy(20)).Begun(30) };
        diverged = diverged.With(diverged.Abandon(AttemptFault.Diverged.Instance, "step 37: D's gradient is not finite"));
        Decides<Decision.Wait>(
            "step 37: D's gradient is not finite, and the check of step 30 is not judged", diverged, options: RollsBack);

        var back = Decide<Decision.RollBack>(diverged.With(new CheckJudged(0, Healthy(30))));
        Assert.Equal(("step 37: D's gradient is not finite", 30L), (back.Reason, back.To.Step));
        Assert.Equal(20, Decide<Decision.RollBack>(diverged.With(new CheckJudged(0, Alarm(30)))).To.Step);
        Assert.Null(diverged.Apply(Sec(100), back).Diverged);
    }

    [Fact]
    public void Numbers_that_end_once_too_often_end_the_run()
    {
        var diverged = InCourse(Open(2), 3);
        diverged = diverged.With(diverged.Abandon(AttemptFault.Diverged.Instance, "step 37: D's gradient is not finite"));

        Decides<Decision.FailRun>(
            "step 37: D's gradient is not finite, after 3 roll-backs, the most that health.rollbacks allows", diverged,
            options: RollsBack);
        Decides<Decision.FailRun>("step 37: D's gradient is not finite", diverged, options: Acting(AlarmAction.Stop));
    }

    [Fact]
    public void A_run_without_a_healthy_check_goes_back_to_its_first_version()
    {
        var back = Decide<Decision.RollBack>(Alarmed with { Checks = CourseHealth.Start.With(Alarm(20)) });

        Assert.Equal(new RunPosition(0, 4, 4), back.To);
    }

    [Fact]
    public void A_check_that_could_not_be_made_ends_the_run()
    {
        Decides<Decision.FailRun>("no room", Due.With(new CheckFailed(0, 20, "no room")), options: RollsBack);
        Decide<Decision.Wait>(Due.With(new CheckFailed(1, 20, "no room")));
    }

    [Fact]
    public void A_worker_that_spoke_before_it_heard_of_the_roll_back_is_waited_for()
    {
        var state = Idle(Ready(1)) with { SnapshotStep = 20, Checks = Alarmed.Checks };
        state = state.Apply(Sec(100), Decide<Decision.RollBack>(state));
        state = state.Apply(Sec(100), Decide<Decision.HealWorker>(state)).With(new WorkerJoined(W(1), 30));

        Assert.True(state.Workers[W(1)].HealFailed);
        Decides<Decision.Wait>("nobody holds the version at step 10: a worker may come", state, options: RollsBack);
    }

    private static RoundOptions Acting(AlarmAction onAlarm) =>
        Options with { EvaluateEverySteps = 10, Health = new() { OnAlarm = onAlarm } };

    private static JudgedCheck Healthy(long step) => new(step, new(HealthCondition.Healthy, HealthCause.None, "sound", step));

    private static JudgedCheck Alarm(long step) => new(step, new(HealthCondition.Alarm, HealthCause.Collapse, "collapse", step));

    /// <summary>Its workers hold the version at its step.</summary>
    private static RunState Holding(RunState state) => state with
    {
        Workers = state.Workers.ToImmutableSortedDictionary(
            w => w.Key, w => w.Value with { Step = state.Step, Course = state.Course }),
    };

    private static RunState InCourse(RunState state, int course) => Holding(state with { Course = course });

    private static TDecision Decide<TDecision>(RunState state, RoundOptions? options = null)
        where TDecision : Decision => Assert.IsType<TDecision>(RoundRules.Decide(Sec(100), state, options ?? RollsBack));

    private static void Ends<TDecision>(string reason, RunState state, RoundOptions options)
        where TDecision : Decision
    {
        var take = Decides<Decision.TakeSnapshot>("step 30 is due: Evaluate, Checkpoint, Last", state, options: options);
        Decides<TDecision>(reason, state.Apply(Sec(100), take).With(new SnapshotTaken(take.Worker, 30)), options: options);
    }
}
