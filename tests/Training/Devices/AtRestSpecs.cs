using GanCluster.Core.Noise;
using GanCluster.Training.Evaluation;

namespace GanCluster.Training.Tests.Devices;

/// <summary>Trained networks are asked on a device as they are on the processor.</summary>
public class AtRestSpecs
{
    [Theory]
    [InlineData("mixture")]
    [InlineData("dcgan, projection")]
    [InlineData("own noise, relativistic with R1 and R2")]
    public void Samples_statistics_and_scores_are_those_of_the_processor(string name)
    {
        var here = TrainedModels.After(Runs.Of(name), steps: 2);
        var data = Runs.Data(here.Configuration);
        var apart = TrainedModel.Rest(here.Configuration, here.Family, here.Version, data, new FakeDevice());
        Assert.Equal(Moments(here), Moments(apart));
        using var one = here.OpenGenerator();
        using var other = apart.OpenGenerator();
        var samples = one.Sample(3, NoisePurpose.Sampling, 70);
        Assert.Equal(samples, other.Sample(3, NoisePurpose.Sampling, 70));
        Assert.Equal(one.Walk(3, NoisePurpose.Sampling, 2, 3), other.Walk(3, NoisePurpose.Sampling, 2, 3));
        using var judge = here.OpenDiscriminator(data.Shape);
        using var judgeApart = apart.OpenDiscriminator(data.Shape);
        var labels = Discriminator.TakeLabels(data, 70, here.Family.Classes);
        Assert.Equal(judge.Scores(samples, labels), judgeApart.Scores(samples, labels));
    }

    [Fact]
    public void Enlarged_images_are_those_of_the_processor()
    {
        var here = TrainedModels.After(Runs.Of("srgan"), steps: 2);
        var apart = here with { Memory = new FakeDevice() };
        using var one = here.OpenUpscaler();
        using var other = apart.OpenUpscaler();
        var low = Tensors.Floats(Tensors.Wave([3, 1, 7, 7]));
        Assert.Equal(one.Upscale(low, 7, 7), other.Upscale(low, 7, 7));
    }

    private static IEnumerable<float> Moments(TrainedModel model) =>
        model.GeneratorMoments.Concat(model.DiscriminatorMoments).SelectMany(m => m.Mean.Concat(m.Variance));
}
