using GanCluster.Core.Health;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Terms;
using static GanCluster.Core.Tests.Rounds.Literal;
using static GanCluster.Core.Tests.Terms.Journals;

namespace GanCluster.Core.Tests.Terms;

/// <summary>Rounds of ten steps, a check every ten.</summary>
public class JournalledRunSpecs
{
    private static readonly RoundOptions Acting = Options with
    {
        EvaluateEverySteps = 10, SafeEvery = Sec(30), Health = new() { OnAlarm = AlarmAction.Rollback, Rollbacks = 3 },
    };

    private static readonly RunPosition Back = new(10, 5, 4);

    [Fact]
    public void A_later_office_knows_what_the_checks_have_shown()
    {
        var run = JournalledRun.Of([Row(1, 1), Judged(10, HealthCondition.Healthy), Row(2, 1), Judged(20, HealthCondition.Alarm)]);

        Assert.Equal((10, 0, new RunPosition(20, 2, 3)), (run.Checks.HealthyStep, run.HealthyCourse, run.At));
        Assert.Equal([10L, 20L], run.Checks.Judged.Select(check => check.Step));
        Assert.Equal([(0, 10L)], run.Needed(Acting).AsEnumerable());
        Assert.Empty(run.Unjudged(Acting));
    }

    [Fact]
    public void A_check_behind_which_the_run_went_on_is_made_again_by_whoever_takes_office()
    {
        var run = JournalledRun.Of([Row(1, 1), Judged(10, HealthCondition.Healthy), Row(2, 1), Row(3, 1)]);
        var state = run.TakeOffice(Sec(5), office: 2, new RunPosition(20, 2, 3), Acting);

        Assert.Equal([20L], run.Unjudged(Acting));
        Assert.Equal([(0, 10L), (0, 20L)], run.Needed(Acting).AsEnumerable());
        Assert.Equal([20L], state.Checks.Pending);
        Assert.True(state.AsksJournals);
    }

    [Fact]
    public void A_roll_back_that_was_written_is_made_whoever_acts_next()
    {
        var run = JournalledRun.Of(
            [Row(1, 1), Judged(10, HealthCondition.Healthy), Row(2, 1), Judged(20, HealthCondition.Alarm), Row(3, 1), RolledBack()]);
        var state = run.TakeOffice(Sec(5), office: 2, Back, Acting);

        Assert.Equal((1, Back, 10), (run.Course, run.At, run.Checks.HealthyStep));
        Assert.Equal((1, Back, Back), (state.Course, state.Position, state.Safe));
        Assert.Empty(state.History);
        Assert.Empty(state.Checks.Judged);
        Assert.Equal(Row(3, 1).Commit, run.Last);
        Assert.True(run.Has(Back, course: 1));
        Assert.False(run.Has(Row(3, 1).After, course: 0));
    }

    [Fact]
    public void What_a_check_shows_counts_once_a_majority_of_journals_has_it()
    {
        var state = Several() with { Checks = CourseHealth.Start.Begun(30), Unheld = 30 };
        var judged = new CheckJudged(0, new JudgedCheck(30, new HealthVerdict(HealthCondition.Healthy, HealthCause.None, "well", 30)));

        state = state.Apply(Sec(1), judged);
        Decides<Decision.Wait>("a majority of the coordinators is to have the version of step 30", state, at: 1, Acting);
        state = state.Apply(Sec(2), new CheckHeld(0, 30));
        var write = Decides<Decision.WriteHealth>("the check of step 30 is judged", state, at: 2, Acting);
        state = state.Apply(Sec(2), write);
        Assert.IsType<Decision.Wait>(RoundRules.Decide(Sec(2), state, Acting));
        Assert.Equal([30L], state.Checks.Pending);

        state = state.Apply(Sec(3), new HealthWritten(write.Word.Entry));
        Assert.Equal((30, 0), (state.Checks.HealthyStep, state.Checks.Pending.Count));
        Assert.IsType<Decision.OpenAttempt>(RoundRules.Decide(Sec(3), state, Acting));
    }

    [Fact]
    public void A_roll_back_is_made_once_a_majority_of_journals_has_it_whatever_comes_meanwhile()
    {
        var alarm = new JudgedCheck(20, new HealthVerdict(HealthCondition.Alarm, HealthCause.Collapse, "collapse", 20));
        var state = Several() with { SnapshotStep = 20, Checks = new CourseHealth { HealthyStep = 10, Judged = [alarm] } };

        var write = Decides<Decision.WriteHealth>("collapse (step 20)", state, at: 1, Acting);
        Assert.Equal(new HealthEntry.RolledBack(30, "collapse (step 20)"), write.Word.Entry);
        state = state.Apply(Sec(1), write).Apply(Sec(2), new WorkerJoined(W(3), 30));
        Assert.IsType<Decision.Wait>(RoundRules.Decide(Sec(2), state, Acting));

        state = state.Apply(Sec(3), new HealthWritten(write.Word.Entry));
        var back = Decides<Decision.RollBack>("collapse (step 20)", state, at: 3, Acting);
        Assert.Equal((new RunPosition(10, 4, 4), 1), (back.To, back.Course));
    }

    [Fact]
    public void A_check_that_was_judged_is_pending_no_more_when_it_is_measured_again()
    {
        var judged = CourseHealth.Start.With(new JudgedCheck(20, HealthVerdict.Unchecked));

        Assert.Same(judged, judged.Begun(20));
        Assert.Equal([30L], judged.Begun(30).Pending);
    }

    private static RunState Several() => Idle(Ready(1), Ready(2)) with
    {
        AsksJournals = true, SnapshotStep = 30, SnapshotTaken = SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint,
    };

    private static JournalRow Judged(long step, HealthCondition condition)
    {
        var check = new JudgedCheck(step, new HealthVerdict(condition, HealthCause.None, "seen", step));
        return JournalRow.Of(
            new HealthWord(new RunPosition(step, step / 10, (step / 10) + 1), 0, new HealthEntry.Judged(check), []), Options.Run, 1, 1);
    }

    private static JournalRow RolledBack() => JournalRow.Of(
        new HealthWord(Back, 1, new HealthEntry.RolledBack(30, "collapse"), []), Options.Run, 1, 1);
}
