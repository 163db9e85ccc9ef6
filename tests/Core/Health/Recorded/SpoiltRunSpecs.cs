using GanCluster.Core.Health;
using GanCluster.Core.Health.Recorded;
using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Health.Recorded;

/// <summary>A check every 100 steps; what is held in truth is what the check tells.</summary>
public sealed class SpoiltRunSpecs
{
    private static readonly SpoiltRun Start = new(new ActingOptions { OnAlarm = AlarmAction.Rollback, Rollbacks = 1 }, Stop: null);

    [Fact]
    public void A_collapse_is_rolled_back_where_the_next_check_is_due_to_the_last_healthy_one()
    {
        var (alarmed, back) = RolledBack(8, 8, 8, 8, 3, 2, 1);

        Assert.Equal(new HealthAction.RollBack("collapse: modes is 1 after 8, 3 checks running (step 700)", 400), back);
        var run = alarmed.RolledBack(back, from: 800);
        Assert.Equal(new SpoiltRollBack(1, 700, 800, 400, back.Reason), Assert.Single(run.RollBacks));
        Assert.Equal(
            (1, 400, HealthCondition.Healthy), (run.Course, run.Health.State.Step, run.Health.State.Verdict.Condition));
        Assert.Null(run.Decide(500));
    }

    [Fact]
    public void The_series_is_the_first_course_s_and_what_is_held_at_the_end_the_last_one_s()
    {
        var (alarmed, back) = RolledBack(6, 8, 7, 7, 3, 2, 1);

        var run = With(alarmed.RolledBack(back, from: 800), from: 5, 7, 8, 6);

        Assert.Equal([100L, 200, 300, 400, 500, 600, 700], run.First.Select(check => check.Step));
        Assert.Equal([100L, 200, 300, 400, 500, 600, 700], run.Checks.Select(check => check.Step));
        Assert.Equal(new Recovery(8, 1, 6), Recovery.Of(run, faultStep: 400, CollapseTruth.Held));
        Assert.Equal(0.75, Recovery.Of(run, faultStep: 400, CollapseTruth.Held)!.Restored);
        Assert.Equal(6, Recovery.Of(run, faultStep: 100, CollapseTruth.Held)!.Before);
        Assert.Null(Recovery.Of(run, faultStep: null, CollapseTruth.Held));
        Assert.Null(Recovery.Of(run, faultStep: 400, HealthCheck.Recall));
    }

    [Fact]
    public void One_alarm_more_than_there_may_be_roll_backs_ends_it()
    {
        var (alarmed, back) = RolledBack(8, 8, 8, 8, 3, 3, 3);

        var again = With(alarmed.RolledBack(back, from: 800), from: 5, 8, 2, 2, 2);

        Assert.Equal(
            new HealthAction.Stop(
                "collapse: modes is 2 after 8, 3 checks running (step 800), after 1 roll-back, the most that health.rollbacks allows",
                Succeeded: false),
            again.Decide(900));
    }

    [Fact]
    public void Numbers_that_end_are_in_the_series_hold_nothing_and_are_no_check_of_the_run()
    {
        var (run, action) = With(Start, from: 1, 8, 8, 8).Diverged(400, "step 350: D's gradient is not finite");

        Assert.Equal(new HealthAction.RollBack("step 350: D's gradient is not finite", 300), action);
        Assert.Equal((400, 300), (run.First[^1].Step, run.Health.State.Step));
        Assert.Equal(new Recovery(8, 0, 0), Recovery.Of(run, faultStep: 300, CollapseTruth.Held));
        var back = Assert.Single(run.RolledBack((HealthAction.RollBack)action, from: 400).RollBacks);
        Assert.Null(back.AlarmStep);
    }

    [Theory]
    [InlineData(AlarmAction.Note)]
    [InlineData(AlarmAction.Stop)]
    public void Only_a_run_that_rolls_back_goes_back(AlarmAction onAlarm)
    {
        var run = With(new SpoiltRun(new ActingOptions { OnAlarm = onAlarm }, Stop: null), from: 1, 8, 8, 8, 8, 3, 3, 3);

        Assert.Equal(onAlarm == AlarmAction.Stop, run.Decide(800) is HealthAction.Stop { Succeeded: false });
        Assert.True(run.Diverged(800, "no number").Action is HealthAction.Stop { Succeeded: false });
    }

    private static (SpoiltRun Alarmed, HealthAction.RollBack Back) RolledBack(params ReadOnlySpan<double> held)
    {
        var run = With(Start, from: 1, held);
        return (run, Assert.IsType<HealthAction.RollBack>(run.Decide((held.Length + 1) * Checks.Every)));
    }

    private static SpoiltRun With(SpoiltRun run, int from, params ReadOnlySpan<double> held)
    {
        foreach (var modes in held)
        {
            run = run.With(Checks.Check(from++, (HealthCheck.Modes, modes), (CollapseTruth.Held, modes)));
        }

        return run;
    }
}
