using GanCluster.Core.Rounds;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

/// <summary>The sum of the attempt was not finite, of which every participant gives word.</summary>
public class NotFiniteSpecs
{
    private static readonly Divergence Where = new(37, NetworkKind.Discriminator, DivergedPart.Gradient);

    [Theory]
    [InlineData(NetworkKind.Discriminator, DivergedPart.Gradient, null, "step 37: D's gradient is not finite")]
    [InlineData(NetworkKind.Generator, DivergedPart.Weights, null, "step 37: G's weights are not finite")]
    [InlineData(NetworkKind.Generator, DivergedPart.Gradient, 3, "step 37: G's gradient is not finite in replica 3")]
    public void One_word_of_it_ends_the_run(NetworkKind network, DivergedPart part, int? replica, string reason)
    {
        var state = OpenAttempt(3).With(Report(1), new NotFinite(Attempt(1), W(2), new Divergence(37, network, part, replica)));

        var abandon = Decides<AveragingDecision.Abandon>(reason, state);

        Assert.IsType<AttemptFault.Diverged>(abandon.Fault);
        var run = Open(3);
        run = run.With(run.Abandon(abandon.Fault, abandon.Reason));
        var ended = run.Apply(Sec(101), Decides<Decision.FailRun>(reason, run, at: 101));
        Assert.Equal((true, 30L, 3L), (ended.Ended, ended.Step, ended.Version));
        Decides<Decision.Wait>("the run has ended", ended, at: 200);
    }

    [Fact]
    public void Nobody_tries_again_though_a_worker_is_lost_or_the_exchange_broke_as_well()
    {
        var state = OpenAttempt(3).With(new ExchangeBroken(Attempt(1), W(1), 30, "reset"), new NotFinite(Attempt(1), W(2), Where))
            .Apply(new EndAttempt(Attempt(1), "w3 is lost (killed)"));

        Decides<AveragingDecision.Abandon>("step 37: D's gradient is not finite", state);
    }

    [Fact]
    public void The_word_that_comes_first_stands()
    {
        var state = OpenAttempt(3).With(
            new NotFinite(Attempt(1), W(2), Where), new NotFinite(Attempt(1), W(1), Where with { Step = 36 }));

        Decides<AveragingDecision.Abandon>("step 37: D's gradient is not finite", state);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    public void Word_of_another_attempt_changes_nothing(int attempt, long round)
    {
        var state = OpenAttempt(3);

        Assert.Same(state, state.With(new NotFinite(Attempt(attempt, round), W(2), Where)));
    }
}
