using GanCluster.Training.Evaluation;

namespace GanCluster.Training.Tests.Evaluation;

public sealed class DiscriminatorAccuracySpecs
{
    [Fact]
    public void It_is_the_mean_of_what_is_right_of_either_kind()
    {
        Assert.Equal((0.75 + 0.5) / 2, DiscriminatorAccuracy.Of([1, 2, 3, -1], [-1, 1], boundary: 0));
        Assert.Equal(0.5, DiscriminatorAccuracy.ShareAbove([0, 0.5f, 0.6f, 0.4f], 0.45));
        Assert.Equal(0, DiscriminatorAccuracy.ShareAbove([0, 0], 0));
    }

    [Theory]
    [InlineData(1, new float[] { -8, -7 }, new float[] { -10, -9, -9 })]
    [InlineData(0, new float[] { -10, -9, -9 }, new float[] { -8, -7 })]
    [InlineData(0.5, new float[] { 3, 3 }, new float[] { 3 })]
    [InlineData(0.5, new float[] { 1, 4 }, new float[] { 2, 3 })]
    [InlineData(0.875, new float[] { 2, 3 }, new float[] { 1, 2 })]
    public void Separation_counts_pairs_wherever_the_scores_lie(double share, float[] real, float[] generated) =>
        Assert.Equal(share, DiscriminatorAccuracy.Separation(real, generated));

    [Fact]
    public void A_relativistic_runs_D_is_asked_for_its_separation()
    {
        var configuration = Runs.Of("dcgan") with { Objective = "relativistic" };
        var measure = Assert.Single(VersionMeasures.Of(TrainedModels.After(configuration, steps: 2), new MeasuredBy(Runs.Data(configuration))));
        Assert.Equal("discriminator_separation", measure.Name);
        Assert.InRange(measure.Value, 0, 1);
    }
}
