using GanCluster.Training.Evaluation;

namespace GanCluster.Training.Tests.Evaluation;

public sealed class DiscriminatorOverfittingSpecs
{
    [Theory]
    [InlineData(0, new float[] { 4, 2 }, new float[] { 3 }, new float[] { -1, 1 })] // held-out ones look like training ones
    [InlineData(1, new float[] { 4, 2 }, new float[] { 0 }, new float[] { -1, 1 })] // like generated ones
    [InlineData(0.25, new float[] { -1, -3 }, new float[] { -3 }, new float[] { -6 })]
    [InlineData(0, new float[] { 1 }, new float[] { 2 }, new float[] { 0 })] // held-out ones look better
    [InlineData(1, new float[] { 1 }, new float[] { -9 }, new float[] { 0 })]
    [InlineData(0, new float[] { 1 }, new float[] { 0 }, new float[] { 1 })] // it tells nothing
    [InlineData(double.NaN, new float[] { 1 }, new float[0], new float[] { 0 })] // fewer held out than a pack has
    public void It_is_where_held_out_images_lie_between_training_and_generated_ones(
        double part, float[] trained, float[] heldOut, float[] generated) =>
        Assert.Equal(part, DiscriminatorOverfitting.Of(trained, heldOut, generated), 1e-9);

    [Fact]
    public void The_mean_sign_is_of_training_images_about_the_boundary()
    {
        Assert.Equal(0.5, DiscriminatorOverfitting.MeanSign([3, 0.1f, 2, -8], boundary: 0));
        Assert.Equal(0, DiscriminatorOverfitting.MeanSign([0.7f, 0.3f, 0.5f], boundary: 0.5));
    }

    [Theory]
    [InlineData("non-saturating", true)]
    [InlineData("relativistic", false)]
    public void A_runs_D_is_asked_for_it_and_for_the_sign_where_scores_have_one(string objective, bool signs)
    {
        var configuration = Runs.Of("dcgan") with { Objective = objective };
        var (model, data) = (TrainedModels.After(configuration, steps: 2), Runs.Data(configuration));

        var measures = VersionMeasures.Of(model, new MeasuredBy(data) { Training = data }).ToDictionary(measure => measure.Name);

        // Of the same images nothing is learnt by heart.
        Assert.Equal(0, measures["overfitting"].Value, 1e-6);
        Assert.Equal(signs, measures.ContainsKey("sign_of_real"));
    }
}
