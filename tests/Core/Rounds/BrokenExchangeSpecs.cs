using GanCluster.Core.Rounds;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

/// <summary>An exchange broke though every participant seems alive.</summary>
public class BrokenExchangeSpecs
{
    private static readonly RoundOptions Grace = Options with { BrokenGrace = Sec(0.5) };

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(9, 2)]
    public void Word_of_who_is_lost_is_waited_for_longer_at_each_break(int attempts, double seconds)
    {
        var broken = Broken(suspect: null) with { Attempts = attempts };

        var wait = Decides<Decision.Wait>("the exchange broke; word of who is lost may follow", broken, at: 101, Grace);

        Assert.Equal(Sec(101 + seconds), wait.Until);
        var open = Assert.IsType<Decision.OpenAttempt>(RoundRules.Decide(wait.Until!.Value, broken, Grace));
        Assert.Null(broken.Apply(Sec(104), open).BrokenAt);
    }

    [Fact]
    public void A_loss_that_explains_the_break_ends_the_wait_and_is_one_fault()
    {
        var broken = Broken(suspect: null);
        Assert.Equal(1, broken.Faults);

        var explained = broken.With(new WorkerLost(W(2), "killed"));

        Assert.Equal((1, null), (explained.Faults, explained.BrokenAt));
        Decides<Decision.OpenAttempt>(
            "round 4 attempt 2 (term 1): steps 30 to 39 over 2 of 2 workers", explained, at: 101, Grace);
    }

    [Fact]
    public void The_loss_of_a_worker_without_a_part_in_it_explains_nothing()
    {
        var broken = Broken(suspect: null);
        broken = broken with { Workers = broken.Workers.Add(W(9), Ready(9)) };

        var after = broken.With(new WorkerLost(W(9), "killed"));

        Assert.Equal((2, broken.BrokenAt), (after.Faults, after.BrokenAt));
    }

    [Fact]
    public void Who_is_named_in_three_breaks_is_lost_and_kept_out_for_a_while()
    {
        var twice = Broken(W(2)) with { Accused = Broken(W(2)).Accused.SetItem(W(2), 2).SetItem(W(1), 2) };
        Decides<Decision.OpenAttempt>("round 4 attempt 2 (term 1): steps 30 to 39 over 3 of 3 workers", twice, at: 101);
        var state = twice with { Accused = twice.Accused.SetItem(W(2), 3) };

        var lose = Decides<Decision.LoseWorker>("w2 was out of reach of the others 3 times in round 4", state, at: 101);

        Assert.Equal((W(2), Sec(131)), (lose.Worker, lose.BarredUntil));
        var lost = state.Apply(Sec(101), lose);
        Assert.Equal(1, lost.Faults);
        Assert.Equal(lost with { Dropped = 1 }, lost.Apply(Sec(130.9), new WorkerJoined(W(2), 30)));
        Assert.Null(lost.Apply(Sec(131), new WorkerJoined(W(2), 30)).Workers[W(2)].LostReason);
    }

    [Fact]
    public void Only_participants_are_accused_and_a_commit_forgets_it()
    {
        Assert.Empty(Broken(W(9)).Accused);
        var killed = Open(3).With(new WorkerLost(W(1), "killed"));
        Assert.Empty(killed.With(killed.Abandon(new AttemptFault.Broken(W(2)))).Accused);
        var accused = Broken(W(2));
        Assert.Equal(1, accused.Accused[W(2)]);

        var again = accused.Take(Sec(101), Options);
        var committed = again.With(again.Commit(Report(1, attempt: 2), Report(2, attempt: 2), Report(3, attempt: 2)));

        Assert.Equal(5, committed.Round);
        Assert.Empty(committed.Accused);
    }

    /// <summary>Attempt 1 of three workers was abandoned at 101 s.</summary>
    private static RunState Broken(WorkerId? suspect) => Open(3).With(Open(3).Abandon(new AttemptFault.Broken(suspect)));
}
