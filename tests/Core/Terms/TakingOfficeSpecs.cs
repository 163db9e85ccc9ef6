using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;
using static GanCluster.Core.Tests.Rounds.Literal;
using static GanCluster.Core.Tests.Terms.Journals;

namespace GanCluster.Core.Tests.Terms;

public class TakingOfficeSpecs
{
    private static readonly RunPosition Begin = new(0, 0, 1);

    [Fact]
    public void The_run_stands_where_the_journal_s_newest_round_ended()
    {
        var state = RunState.TakingOffice(Sec(5), office: 3, [Row(1, 1).Version, Row(2, 3).Version], Begin);

        Assert.Equal((new RunPosition(20, 2, 3), Begin, Term.Of(3)), (state.Position, state.Safe, state.Term));
        Assert.Equal([Row(1, 1).Version, Row(2, 3).Version], state.History);
    }

    [Fact]
    public void Rounds_that_its_own_copy_has_are_not_computed_again()
    {
        var state = RunState.TakingOffice(Sec(5), office: 3, [Row(1, 1).Version, Row(2, 3).Version], new RunPosition(10, 1, 2));

        Assert.Equal([Row(2, 3).Version], state.History);
    }

    [Fact]
    public void Without_rounds_the_run_begins() =>
        Assert.Equal(Begin, RunState.TakingOffice(Sec(5), office: 1, [], Begin).Position);

    [Fact]
    public void A_run_that_is_under_way_waits_for_nobody_who_may_have_gone()
    {
        var options = Options with { ExpectedWorkers = 3, TargetStep = 100 };
        var state = RunState.TakingOffice(Sec(5), office: 3, [Row(1, 1).Version], new RunPosition(10, 1, 2))
            .Apply(Sec(6), new WorkerJoined(W(1), 10));

        Assert.Equal(Term.Of(3), Decides<Decision.OpenAttempt>(
            "round 2 attempt 1 (term 3): steps 10 to 10 over 1 of 1 workers", state, at: 6, options).Attempt.Id.Term);
    }

    [Fact]
    public void What_is_due_where_it_takes_over_is_done()
    {
        var options = Options with { EvaluateEverySteps = 20 };
        var due = RunState.TakingOffice(Sec(5), office: 3, [Row(1, 1).Version, Row(2, 1).Version], Begin);
        var notDue = RunState.TakingOffice(Sec(5), office: 3, [Row(1, 1).Version, Row(2, 1).Version, Row(3, 1).Version], Begin);

        Assert.Equal(SnapshotPurpose.Evaluate, SnapshotRules.Due(Sec(5), due, options));
        Assert.Equal(SnapshotPurpose.None, SnapshotRules.Due(Sec(5), notDue, options));
    }

    [Fact]
    public void Whoever_holds_the_version_has_time_to_find_the_new_coordinator()
    {
        var options = Options with { SafeEvery = Sec(30), HolderGrace = Sec(2), OfficeGrace = Sec(8) };
        var state = RunState.TakingOffice(Sec(5), office: 3, [Row(1, 1).Version, Row(2, 1).Version], Begin)
            .Apply(Sec(8), new WorkerJoined(W(1), 10));

        Decides<Decision.Wait>("nobody holds the version at step 20: who did may come back", state, at: 12, options);
        Decides<Decision.Move>("nobody holds the version at step 20, and w1 has step 10", state, at: 13, options);
    }

    [Fact]
    public void Stopped_at_the_beginning_of_the_newest_round_which_is_lost_it_makes_a_checkpoint_there()
    {
        var options = Options with { SafeEvery = Sec(30) };
        var state = RunState.TakingOffice(Sec(5), office: 3, [Row(1, 1).Version, Row(2, 1).Version], Begin)
            .Apply(Sec(6), new WorkerJoined(W(1), 10)).Apply(Sec(6), new StopRequested("Ctrl-C"));

        var back = Decides<Decision.Move>("nobody holds the version at step 20, and w1 has step 10", state, at: 60, options);

        Decides<Decision.TakeSnapshot>(
            "step 10 is due: Evaluate, Checkpoint, Last, Safe", state.Apply(Sec(60), back), at: 60, options);
    }

    [Fact]
    public void A_coordinator_whose_copy_is_old_has_one_made_at_once()
    {
        var options = Options with { SafeEvery = Sec(30) };
        var old = RunState.TakingOffice(Sec(5), office: 3, [Row(1, 1).Version], Begin).Apply(Sec(6), new WorkerJoined(W(1), 10));
        var good = RunState.TakingOffice(Sec(5), office: 3, [Row(1, 1).Version], new RunPosition(10, 1, 2));

        Assert.Equal(SnapshotPurpose.Safe, SnapshotRules.Due(Sec(6), old, options));
        Assert.Equal(SnapshotPurpose.None, SnapshotRules.Due(Sec(6), good, options));
    }

    [Theory]
    [InlineData(3, 0, "3")]
    [InlineData(3, 2, "3.2")]
    [InlineData(0, 1, "2")]
    public void A_term_is_called_by_its_office_and_the_moves_in_it(long office, long moves, string text)
    {
        Assert.Equal(text, Term.Text(Term.Of(office) + moves));
        Assert.Equal(office, Term.OfficeOf(Term.Of(office) + moves));
    }
}
