using GanCluster.Core.Rounds;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class AveragingInterpreterSpecs
{
    private readonly RecordingAveraging _effects = new();
    private readonly AveragingInterpreter _averaging;

    public AveragingInterpreterSpecs() => _averaging = new AveragingInterpreter(_effects);

    [Fact]
    public void Two_rounds_from_their_assignments_to_their_commits()
    {
        Open(
            100,
            round: 4,
            "w1 <- compute 4.1 version 3 steps 30+10 ranges 0..3 with w1,w2",
            "w2 <- compute 4.1 version 3 steps 30+10 ranges 4..7 with w1,w2",
            "wake at 220");
        Hear(101, Report(2), "wake at 220");
        Hear(103, Report(1), "w1 <- commit 4.1 step 40", "w2 <- commit 4.1 step 40", "committed 4.1 version 4");
        Open(
            104,
            round: 5,
            "w1 <- compute 5.1 version 4 steps 30+10 ranges 0..3 with w1,w2 after 4.1",
            "w2 <- compute 5.1 version 4 steps 30+10 ranges 4..7 with w1,w2 after 4.1",
            "wake at 224");
    }

    [Fact]
    public void The_record_of_a_round_holds_its_reports_their_mean_and_how_long_it_took()
    {
        _averaging.Open(Sec(100), Literal.Open(2).Open!);
        _averaging.Handle(Sec(103), Report(2) with { Statistics = [new(2, 2, 0, 0, 0), new(3, 3, 0, 0, 0)] });
        _averaging.Handle(Sec(105), Report(1) with { Statistics = [new(0, 4, 0, 0, 0), new(1, 5, 0, 0, 0)] });

        var record = Assert.Single(_effects.Records);

        Assert.Equal((Attempt(1), 4L, new StepSpan(30, 10), Sec(5)), (record.Id, record.Version, record.Steps, record.Duration));
        Assert.Equal(new ReplicaStatistics(-1, 3.5, 0, 0, 0), record.Statistics);
        Assert.Equal([W(1), W(2)], record.Reports.Select(r => r.Worker));
    }

    [Fact]
    public void Where_there_are_journals_nobody_is_told_of_a_commit_before_a_majority_has_it()
    {
        var averaging = InOffice(2);
        averaging.Open(Sec(100), Opened(office: 2));
        averaging.Handle(Sec(101), Of(Report(1), office: 2));
        _effects.Flush();

        averaging.Handle(Sec(102), Of(Report(2), office: 2));
        Assert.Equal(["write 4.1 version 4"], _effects.Flush());
        averaging.End(Sec(103), new EndAttempt(Opened(office: 2).Id, "w2 is lost (killed)"));
        averaging.Written(Sec(104), Attempt(1));
        averaging.Tick(Sec(200));
        Assert.Empty(_effects.Flush());

        averaging.Written(Sec(201), Opened(office: 2).Id);
        Assert.Equal(["w1 <- commit 4.1 step 40", "w2 <- commit 4.1 step 40", "committed 4.1 version 4"], _effects.Flush());
    }

    [Fact]
    public void Who_holds_what_the_office_took_over_is_told_to_commit_it_and_others_that_theirs_is_over()
    {
        var averaging = InOffice(2, new Committed(Attempt(1), 4, 40, Good));
        averaging.Greet(W(1));
        Assert.Equal(["w1 <- end 0.0: term 2 has begun"], _effects.Flush());

        averaging.Handle(Sec(101), Report(1));
        averaging.Handle(Sec(101), Report(2, attempt: 2));

        Assert.Equal(["w1 <- commit 4.1 step 40", "w2 <- end 4.2: it is over"], _effects.Flush());
    }

    [Fact]
    public void All_participants_are_told_of_the_end_before_the_coordinator_is()
    {
        _averaging.Open(Sec(100), Literal.Open(2).Open!);
        _effects.Flush();

        _averaging.End(Sec(101), new EndAttempt(Attempt(1), "w2 is lost (killed)"));

        Assert.Equal(
            ["w1 <- end 4.1: w2 is lost (killed)", "w2 <- end 4.1: w2 is lost (killed)", "abandoned 4.1: w2 is lost (killed)"],
            _effects.Flush());
        _averaging.End(Sec(101), new EndAttempt(Attempt(1), "again"));
        Assert.Empty(_effects.Flush());
    }

    [Fact]
    public void An_end_that_comes_after_the_commit_changes_nothing()
    {
        _averaging.Open(Sec(100), Literal.Open(1).Open!);
        _averaging.Handle(Sec(101), Report(1));
        _effects.Flush();

        _averaging.End(Sec(101), new EndAttempt(Attempt(1), "w1 is lost (killed)"));

        Assert.Empty(_effects.Flush());
        Assert.Equal(Attempt(1), _averaging.LastCommit!.Id);
    }

    [Fact]
    public void A_silent_worker_is_given_up_when_its_time_comes()
    {
        _averaging.Open(Sec(100), Literal.Open(2).Open!);
        _averaging.Handle(Sec(150), new RoundProgress(Attempt(1), W(1), 1));
        _effects.Flush();
        Tick(219.9, "wake at 220");

        Tick(
            220,
            "w1 <- end 4.1: round 4 attempt 1 (term 1): w2 is lost (w2 made no progress in round 4 attempt 1 (term 1) for 120 s)",
            "w2 <- end 4.1: round 4 attempt 1 (term 1): w2 is lost (w2 made no progress in round 4 attempt 1 (term 1) for 120 s)",
            "abandoned 4.1: round 4 attempt 1 (term 1): w2 is lost (w2 made no progress in round 4 attempt 1 (term 1) for 120 s)");
        Tick(221);
    }

    [Fact]
    public void An_assignment_that_comes_a_second_time_to_a_process_begun_anew_does_not_keep_its_attempt_open()
    {
        _averaging.Open(Sec(100), Literal.Open(2).Open! with { Patience = Sec(8) });
        _effects.Flush();
        Hear(103, Report(1), "wake at 108");
        Hear(107, new RoundProgress(Attempt(1), W(2), 0), "wake at 114");
        Hear(113, new RoundProgress(Attempt(1), W(2), 0), "wake at 114");

        Tick(
            114,
            "w1 <- end 4.1: round 4 attempt 1 (term 1): w2 has waited 11 s for a result that others hold",
            "w2 <- end 4.1: round 4 attempt 1 (term 1): w2 has waited 11 s for a result that others hold",
            "abandoned 4.1: round 4 attempt 1 (term 1): w2 has waited 11 s for a result that others hold");
    }

    [Fact]
    public void A_worker_that_missed_how_an_attempt_ended_is_told()
    {
        Assert.False(_averaging.Handle(Sec(1), Report(1)));
        _averaging.Open(Sec(100), Literal.Open(2).Open!);
        _averaging.Handle(Sec(101), new ExchangeBroken(Attempt(1), W(1), 30, "reset"));
        _effects.Flush();
        Hear(101, new RoundProgress(Attempt(1), W(2), 0), "w2 <- end 4.1: it is over");
        var where = new Divergence(31, NetworkKind.Generator, DivergedPart.Gradient);
        Hear(101, new NotFinite(Attempt(1), W(2), where), "w2 <- end 4.1: it is over");
        _averaging.Open(Sec(102), Literal.Open(2).Open! with { Id = Attempt(2) });
        _effects.Flush();
        Hear(102, new ExchangeBroken(Attempt(1), W(2), 30, "reset"), "wake at 222");
        _averaging.Handle(Sec(103), Report(1, attempt: 2));
        _averaging.Handle(Sec(104), Report(2, attempt: 2));
        _effects.Flush();

        Hear(105, Report(1, attempt: 2), "w1 <- commit 4.2 step 40");
        _averaging.Open(Sec(106), Literal.Open(2).Open! with { Id = Attempt(1, round: 5) });
        _effects.Flush();
        Hear(106, Report(1, attempt: 2), "w1 <- commit 4.2 step 40", "wake at 226");
        Hear(106, Report(2), "w2 <- end 4.1: it is over", "wake at 226");
        Hear(106, Report(2) with { Id = Attempt(1, round: 9) }, "wake at 226");
    }

    [Fact]
    public void It_says_whether_a_word_counts()
    {
        _averaging.Open(Sec(100), Literal.Open(2).Open!);

        Assert.True(_averaging.Handle(Sec(101), Report(1)));
        Assert.False(_averaging.Handle(Sec(101), Report(1)));
        Assert.False(_averaging.Handle(Sec(101), Report(2, attempt: 7)));
    }

    [Fact]
    public void One_attempt_is_open_at_a_time()
    {
        _averaging.Open(Sec(100), Literal.Open(2).Open!);

        Assert.Throws<InvalidOperationException>(
            () => _averaging.Open(Sec(101), Literal.Open(2).Open! with { Id = Attempt(2) }));
    }

    private void Open(double at, long round, params string[] lines)
    {
        _averaging.Open(Sec(at), Literal.Open(2).Open! with { Id = Attempt(1, round), Version = round - 1 });
        Assert.Equal(lines, _effects.Flush());
    }

    private void Hear(double at, IAttemptEvent e, params string[] lines)
    {
        _averaging.Handle(Sec(at), e);
        Assert.Equal(lines, _effects.Flush());
    }

    private void Tick(double at, params string[] lines)
    {
        _averaging.Tick(Sec(at));
        Assert.Equal(lines, _effects.Flush());
    }

    private AveragingInterpreter InOffice(long office, Committed? last = null) =>
        new(_effects, new AveragingOffice(AttemptId.Before(Options.Run, Term.Of(office)), last));

    private static Attempt Opened(long office)
    {
        var open = Literal.Open(2).Open!;
        return open with { Id = open.Id with { Term = Term.Of(office) } };
    }

    private static Combined Of(Combined report, long office) => report with { Id = report.Id with { Term = Term.Of(office) } };
}
