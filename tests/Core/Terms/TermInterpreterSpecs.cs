using System.Collections.Immutable;
using GanCluster.Core.Terms;
using static GanCluster.Core.Tests.Rounds.Literal;
using static GanCluster.Core.Tests.Terms.Journals;

namespace GanCluster.Core.Tests.Terms;

/// <summary>A coordinator of three, event by event.</summary>
public class TermInterpreterSpecs : ITermEffects
{
    private readonly List<string> _lines = [];
    private TermInterpreter _terms;

    public TermInterpreterSpecs() => _terms = new TermInterpreter(new TermState(), Three, this);

    [Fact]
    public void A_coordinator_that_is_not_proposed_asks_for_nothing()
    {
        Expect(0, TermTick.Instance);
        Expect(1, new OfficePromised(4));
    }

    [Fact]
    public void A_candidate_asks_itself_last_and_acts_once_a_majority_has_confirmed()
    {
        Expect(0, new Proposed(true), "c2 <- ask 1", "c3 <- ask 1", "wake at 2");
        Expect(0.1, Granted(2, 1), "c1 <- ask 1", "wake at 2");
        Expect(
            0.2,
            Granted(1, 1, rows: []),
            "c1 <- write nothing in 1",
            "c2 <- write nothing in 1",
            "c3 <- write nothing in 1",
            "wake at 1.2");
        Expect(0.3, Written(1, 1, 1, round: 0), "wake at 1.2");
        Expect(0.4, Written(2, 1, 1, round: 0), "act in 1 from round 0", "wake at 1.2");
    }

    [Fact]
    public void The_only_coordinator_is_its_own_majority()
    {
        _terms = new TermInterpreter(new TermState { Known = 3 }, Three with { List = [C(1)] }, this);

        Expect(0, new Proposed(true), "c1 <- ask 4", "wake at 2");
        Expect(0, Granted(1, 4, rows: [Row(1, 3)]), "c1 <- write 1/4 in 4", "wake at 1");
        Expect(0, Written(1, 4, 1, round: 1), "act in 4 from round 1");
        Expect(5, new RowWanted(Row(2, 4)), "c1 <- write 2/4 after 1/4 in 4", "wake at 6");
        Expect(5, Written(1, 4, 2, round: 2), "committed");
    }

    [Fact]
    public void A_candidate_that_is_refused_asks_for_a_higher_office_after_a_while()
    {
        Expect(0, new Proposed(true), "c2 <- ask 1", "c3 <- ask 1", "wake at 2");
        Expect(0.1, new OfficeAnswered(C(2), 1, Granted: false, Promised: 6, Newest: null), "wake at 2");
        Expect(2, TermTick.Instance, "c2 <- ask 7", "c3 <- ask 7", "wake at 5");
    }

    [Fact]
    public void Rows_that_its_own_journal_lacks_are_read_from_the_newest_and_written_before_it_acts()
    {
        Expect(0, new Proposed(true), "c2 <- ask 1", "c3 <- ask 1", "wake at 2");
        Expect(0.1, Granted(2, 1, Row(3, 1)), "c1 <- ask 1", "wake at 2");
        Expect(0.2, Granted(1, 1, rows: [Row(1, 1)]), "c2 <- read 0", "wake at 1.2");
        Expect(0.3, Told(2, 1, Row(1, 1)), "c1 <- write 1/1 in 1", "wake at 1.3");
        Expect(0.4, Written(1, 1, 0, round: 1), "c2 <- read 2", "wake at 1.4");
        Expect(0.5, Told(2, 1, Row(2, 1)), "c1 <- write 2/1 after 1/1 in 1", "wake at 1.5");
        Expect(0.6, Written(1, 1, 0, round: 2), "c2 <- read 3", "wake at 1.6");
        Expect(0.7, Told(2, 1, Row(3, 1)), "c1 <- write 3/1 after 2/1 in 1", "wake at 1.7");
        Expect(
            0.8,
            Written(1, 1, 0, round: 3),
            "c1 <- write 3/1 after 2/1 in 1",
            "c2 <- write 3/1 after 2/1 in 1",
            "c3 <- write 3/1 after 2/1 in 1",
            "wake at 1.8");
    }

    [Fact]
    public void A_later_office_s_row_is_newer_than_a_longer_journal_s()
    {
        Expect(0, new Proposed(true), "c2 <- ask 1", "c3 <- ask 1", "wake at 2");
        Expect(0.1, new OfficeAnswered(C(3), 1, Granted: false, Promised: 8, Newest: null), "wake at 2");
        Expect(2, TermTick.Instance, "c2 <- ask 9", "c3 <- ask 9", "wake at 5");
        Expect(2.1, Granted(2, 9, Row(2, 2, attempt: 2)), "c1 <- ask 9", "wake at 5");

        Expect(2.2, Granted(1, 9, rows: [Row(1, 1), Row(2, 1), Row(3, 1)]), "c2 <- read 2", "wake at 3.2");
    }

    [Fact]
    public void A_journal_that_was_away_is_given_what_it_lacks()
    {
        Act();
        Expect(
            1,
            new RowWanted(Row(2, 1)),
            "c1 <- write 2/1 after 1/1 in 1",
            "c2 <- write 2/1 after 1/1 in 1",
            "c3 <- write 2/1 after 1/1 in 1",
            "wake at 2");
        Expect(1.1, new RowAnswered(C(3), 1, 2, Place: 2, Promised: 1, Wants: 0), "c3 <- write 1/1 in 1", "wake at 2");
        Expect(1.2, Written(3, 1, 2, round: 1), "c3 <- write 2/1 after 1/1 in 1", "wake at 2");
        Expect(1.3, Written(3, 1, 2, round: 2), "wake at 2");
        Expect(1.4, Written(1, 1, 2, round: 2), "committed", "wake at 2");
    }

    [Fact]
    public void An_answer_to_an_earlier_request_counts_for_nothing()
    {
        Act();
        Expect(1, new RowWanted(Row: null), "c1 <- write 1/1 in 1", "c2 <- write 1/1 in 1", "c3 <- write 1/1 in 1", "wake at 2");
        Expect(1.1, Written(2, 1, 1, round: 1), "wake at 2");
        Expect(1.2, Written(3, 1, 1, round: 1), "wake at 2");
        Expect(1.3, Written(2, 1, 2, round: 1), "wake at 2");
        Expect(1.4, Written(1, 1, 2, round: 1), "committed", "wake at 2");
    }

    [Fact]
    public void Without_a_majority_nothing_is_committed_and_it_asks_on()
    {
        Act();
        Expect(
            1,
            new RowWanted(Row(2, 1)),
            "c1 <- write 2/1 after 1/1 in 1",
            "c2 <- write 2/1 after 1/1 in 1",
            "c3 <- write 2/1 after 1/1 in 1",
            "wake at 2");
        Expect(1.1, Written(1, 1, 2, round: 2), "wake at 2");
        Expect(2, TermTick.Instance, "c2 <- write 2/1 after 1/1 in 1", "c3 <- write 2/1 after 1/1 in 1", "wake at 3");
        Expect(60, TermTick.Instance, "c2 <- write 2/1 after 1/1 in 1", "c3 <- write 2/1 after 1/1 in 1", "wake at 61");
        Expect(60.1, Written(3, 1, 2, round: 2), "committed", "wake at 61");
    }

    [Fact]
    public void It_steps_down_at_once_when_anybody_has_promised_a_later_office()
    {
        Act();

        Expect(1, new RowAnswered(C(2), 1, 1, Place: 1, Promised: 2, Wants: 1), "step down", "wake at 2");
        Expect(2, TermTick.Instance, "c2 <- ask 3", "c3 <- ask 3", "wake at 5");
    }

    [Fact]
    public void It_steps_down_when_the_cluster_proposes_another()
    {
        Act();

        Expect(1, new Proposed(false), "step down");
        Expect(100, TermTick.Instance);
    }

    [Fact]
    public void A_candidate_whose_source_is_gone_asks_for_another_office()
    {
        Expect(0, new Proposed(true), "c2 <- ask 1", "c3 <- ask 1", "wake at 2");
        Expect(0.1, Granted(2, 1, Row(3, 1)), "c1 <- ask 1", "wake at 2");
        Expect(0.2, Granted(1, 1, rows: []), "c2 <- read 0", "wake at 1.2");
        Expect(1.2, TermTick.Instance, "c2 <- read 0", "wake at 2.2");

        Expect(10.2, TermTick.Instance, "c2 <- ask 2", "c3 <- ask 2", "wake at 13.2");
    }

    void ITermEffects.Send(CoordinatorId to, IJournalRequest request) => _lines.Add($"{to} <- " + request switch
    {
        AskOffice ask => $"ask {ask.Office}",
        ReadRow read => $"read {read.Place}",
        AppendRow { Row: { } row } append => $"write {row.Round}/{row.Office}"
            + (append.Before is { } before ? $" after {before.Round}/{before.Office}" : "") + $" in {append.Office}",
        AppendRow append => $"write nothing in {append.Office}",
        _ => request.ToString(),
    });

    void ITermEffects.Act(long office, ImmutableList<JournalRow> rows, string reason) =>
        _lines.Add($"act in {office} from round {(rows.IsEmpty ? 0 : rows[^1].Round)}");

    void ITermEffects.Committed() => _lines.Add("committed");

    void ITermEffects.StepDown(string reason) => _lines.Add("step down");

    void ITermEffects.WakeAt(TimeSpan at) => _lines.Add($"wake at {at.TotalSeconds:0.#}");

    /// <summary>In office 1, with round 1 written by all.</summary>
    private void Act()
    {
        _terms.Handle(Sec(0), new Proposed(true));
        _terms.Handle(Sec(0), Granted(2, 1, Row(1, 1)));
        _terms.Handle(Sec(0), Granted(1, 1, rows: [Row(1, 1)]));
        _terms.Handle(Sec(0), Written(1, 1, 1, round: 1));
        _terms.Handle(Sec(0), Written(2, 1, 1, round: 1));
        _terms.Handle(Sec(0), Written(3, 1, 1, round: 1));
        Assert.Contains("act in 1 from round 1", _lines);
        _lines.Clear();
    }

    private static OfficeAnswered Granted(int from, long office, JournalRow? newest = null, JournalRow[]? rows = null) => new(
        C(from), office, Granted: true, office, rows is { Length: > 0 } ? rows[^1] : newest, rows is null ? null : [.. rows]);

    private static RowAnswered Written(int from, long office, long number, long round) =>
        new(C(from), office, number, round, office, Wants: null);

    private static RowRead Told(int from, long office, JournalRow row) => new(C(from), office, row.Round, row);

    private void Expect(double at, ITermEvent e, params string[] lines)
    {
        _terms.Handle(Sec(at), e);
        Assert.Equal(lines, _lines);
        _lines.Clear();
    }
}
