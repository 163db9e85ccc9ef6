using GanCluster.Core.Noise;
using GanCluster.Training.Evaluation;

namespace GanCluster.Training.Tests.Evaluation;

public class GeneratorSpecs
{
    [Theory]
    [InlineData("mixture", 2)]
    [InlineData("dcgan", 1024)]
    public void A_sample_depends_on_its_number_and_the_seed_alone(string family, int size)
    {
        var model = TrainedModels.After(Runs.Of(family), steps: 2);
        using var generator = model.OpenGenerator();
        var hundred = generator.Sample(5, NoisePurpose.Sampling, 100);
        Assert.Equal(100 * size, hundred.Length);
        Assert.Equal(hundred, generator.Sample(5, NoisePurpose.Sampling, 100));
        Assert.Equal(hundred[..(64 * size)], generator.Sample(5, NoisePurpose.Sampling, 64));
        Assert.Equal(hundred[..(6 * size)], generator.Sample(5, NoisePurpose.Sampling, 6));
        Assert.NotEqual(hundred, generator.Sample(6, NoisePurpose.Sampling, 100));
        Assert.NotEqual(hundred[..size], hundred[size..(2 * size)]);
    }

    [Fact]
    public void Samples_of_images_are_drawn_from_the_EMA()
    {
        var model = TrainedModels.After(Runs.Mixture, steps: 2);
        using var averaged = model.OpenGenerator();
        using var live = model.OpenLiveGenerator()!;
        Assert.NotEqual(averaged.Sample(1, NoisePurpose.Sampling, 4), live.Sample(1, NoisePurpose.Sampling, 4));
        Assert.Null(TrainedModels.After(Runs.Dcgan, steps: 1).OpenLiveGenerator());
    }

    [Fact]
    public void A_discriminators_share_does_not_depend_on_how_many_it_is_given()
    {
        var model = TrainedModels.After(Runs.Dcgan, steps: 2);
        var data = Runs.Data(Runs.Dcgan);
        using var discriminator = model.OpenDiscriminator(data.Shape);
        var samples = Discriminator.Take(data, 100);
        Assert.Equal(100 * 1024, samples.Length);
        var each = Enumerable.Range(0, 100)
            .Average(i => discriminator.ShareTakenForReal(samples[(i * 1024)..((i + 1) * 1024)]));
        Assert.Equal(each, discriminator.ShareTakenForReal(samples), 1e-9);
    }
}
