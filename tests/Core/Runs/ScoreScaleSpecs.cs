using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class ScoreScaleSpecs
{
    [Theory]
    [InlineData("non-saturating", ScoreScale.Probability)]
    [InlineData("minimax", ScoreScale.Probability)]
    [InlineData("least-squares", ScoreScale.Raw)]
    [InlineData("wasserstein", ScoreScale.Raw)]
    [InlineData("hinge", ScoreScale.Raw)]
    [InlineData("relativistic", ScoreScale.Raw)]
    public void Only_a_cross_entropy_s_discriminator_tells_a_probability(string objective, ScoreScale scale)
    {
        Assert.Equal(scale, ScoreScales.Of(TestRuns.Ring8 with { Objective = objective }));
    }
}
