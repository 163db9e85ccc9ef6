using GanCluster.Core.Terms;
using static GanCluster.Core.Tests.Terms.Journals;

namespace GanCluster.Core.Tests.Terms;

public class JournalRulesSpecs
{
    [Fact]
    public void An_office_is_granted_once_and_with_the_newest_row()
    {
        var (granted, first) = Ask(Of(1, Row(1, 1)), 2);
        var (again, second) = Ask(granted, 2);

        Assert.Equal((true, 2L, Row(1, 1)), (first.Granted, first.Promised, first.Newest));
        Assert.Equal((false, 2L), (second.Granted, second.Promised));
        Assert.Same(granted, again);
    }

    [Fact]
    public void An_office_below_a_promised_one_is_refused()
    {
        var (state, answer) = Ask(Of(5), 4);

        Assert.Equal((false, 5L, 5L), (answer.Granted, answer.Promised, state.Promised));
    }

    [Fact]
    public void A_row_of_an_office_below_the_promised_one_is_refused()
    {
        var before = Of(3, Row(1, 1));

        var (state, answer) = Append(before, office: 2, Row(2, 2), Row(1, 1));

        Assert.Same(before, state);
        Assert.Equal(3, answer.Promised);
    }

    [Fact]
    public void A_row_raises_the_promise()
    {
        var (state, answer) = Append(Of(1, Row(1, 1)), office: 4, Row(2, 4), Row(1, 1));

        Assert.Equal(("1/1 2/4", 4L), (state.Text(), state.Promised));
        Assert.Null(answer.Wants);
    }

    [Fact]
    public void A_journal_that_lacks_rounds_asks_for_the_first_of_them()
    {
        var (state, answer) = Append(Of(1, Row(1, 1)), office: 1, Row(4, 1), Row(3, 1));

        Assert.Equal(("1/1", 2L), (state.Text(), answer.Wants));
    }

    [Fact]
    public void An_empty_journal_asks_for_the_first_round() => Assert.Equal(0, Append(Of(0), 1, Row(4, 1), Row(3, 1)).Answer.Wants);

    [Fact]
    public void A_row_that_was_never_committed_gives_way_to_the_one_that_was()
    {
        var (asking, answer) = Append(Of(1, Row(1, 1), Row(2, 1)), office: 2, Row(3, 2), Row(2, 2, attempt: 2));
        var (state, _) = Append(asking, office: 2, Row(2, 2, attempt: 2), Row(1, 1));

        Assert.Equal(2, answer.Wants);
        Assert.Equal(("1/1 2/2", Row(2, 2, attempt: 2)), (state.Text(), state.Newest));
    }

    [Fact]
    public void The_newest_row_written_again_by_a_later_office_drops_what_follows_it()
    {
        var (state, _) = Append(Of(1, Row(1, 1), Row(2, 1)), office: 2, Row(1, 1) with { Office = 2 }, before: null);

        Assert.Equal("1/2", state.Text());
    }

    [Fact]
    public void A_row_that_comes_again_late_drops_nothing()
    {
        var before = Of(2, Row(1, 1), Row(2, 2), Row(3, 2));

        var (late, _) = Append(before, office: 2, Row(1, 1) with { Office = 2 }, before: null);
        var (again, _) = Append(before, office: 2, Row(2, 2), Row(1, 1));

        Assert.Equal(("1/1 2/2 3/2", "1/1 2/2 3/2"), (late.Text(), again.Text()));
    }

    [Fact]
    public void A_confirmation_without_a_row_changes_the_promise_alone()
    {
        var (state, answer) = Append(Of(1), office: 3, row: null, before: null);

        Assert.Equal((3L, ""), (state.Promised, state.Text()));
        Assert.Null(answer.Wants);
    }

    [Theory]
    [InlineData(0, 1L)]
    [InlineData(2, 2L)]
    [InlineData(3, null)]
    public void A_row_is_told_if_it_is_there(long asked, long? told)
    {
        var (_, answer) = JournalRules.Answer(C(2), Of(1, Row(1, 1), Row(2, 1)), new ReadRow(1, asked));

        Assert.Equal(told, Assert.IsType<RowRead>(answer).Row?.Round);
    }

    private static (JournalState State, OfficeAnswered Answer) Ask(JournalState state, long office)
    {
        var (after, answer) = JournalRules.Answer(C(2), state, new AskOffice(office));
        return (after, Assert.IsType<OfficeAnswered>(answer));
    }

    private static (JournalState State, RowAnswered Answer) Append(
        JournalState state, long office, JournalRow? row, JournalRow? before)
    {
        var (after, answer) = JournalRules.Answer(C(2), state, new AppendRow(office, 7, row, before));
        var answered = Assert.IsType<RowAnswered>(answer);
        Assert.Equal((office, 7L), (answered.Office, answered.Number));
        return (after, answered);
    }
}
