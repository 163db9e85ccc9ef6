using GanCluster.Core;
using GanCluster.Core.Noise;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Networks;
using GanCluster.Training.Replicas;

namespace GanCluster.Training.Tests.Evaluation;

public class GeneratorSpecs
{
    [Theory]
    [InlineData("mixture", 2)]
    [InlineData("dcgan", 1024)]
    [InlineData("vanilla, concatenation", 784)]
    public void A_sample_depends_on_its_number_and_the_seed_alone(string family, int size)
    {
        var model = TrainedModels.After(Runs.Of(family), steps: 2);
        using var generator = model.OpenGenerator();
        var hundred = generator.Sample(5, NoisePurpose.Sampling, 100);
        Assert.Equal(100 * size, hundred.Length);
        Assert.Equal(hundred, generator.Sample(5, NoisePurpose.Sampling, 100));
        Assert.Equal(hundred[..(64 * size)], generator.Sample(5, NoisePurpose.Sampling, 64));
        Assert.Equal(hundred[..(6 * size)], generator.Sample(5, NoisePurpose.Sampling, 6));
        Assert.Equal(hundred[(70 * size)..(73 * size)], generator.Sample(5, NoisePurpose.Sampling, 3, start: 70));
        Assert.Equal(hundred[(63 * size)..(65 * size)], generator.Sample(5, NoisePurpose.Sampling, 2, start: 63));
        Assert.NotEqual(hundred, generator.Sample(6, NoisePurpose.Sampling, 100));
        Assert.NotEqual(hundred[..size], hundred[size..(2 * size)]);
    }

    [Fact]
    public void A_sample_is_what_the_EMA_with_standing_statistics_makes_of_its_own_latent()
    {
        var model = TrainedModels.After(Runs.Dcgan, steps: 2);
        using var network = Runs.Family(Runs.Dcgan).Generator();
        var values = model.Version.Tensors.ToDictionary(t => t.Name, t => t.Values.ToArray());
        Nets.Set(network, [.. network.Layout.Entries.SelectMany(e => values["ema." + e.Name]).Select(v => (double)v)]);
        BatchNorms.Rest(network.Module, model.GeneratorMoments);
        var z = LatentNoise.Draw(Runs.Dcgan.Latent, 5, NoiseStream.Of(NoisePurpose.Sampling), 70, 1);
        var expected = Tensors.Floats(network.Make(z, labels: null)[0].contiguous());

        using var generator = model.OpenGenerator();
        var found = generator.Sample(5, NoisePurpose.Sampling, 71)[(70 * 1024)..];
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void A_truncated_model_differs_in_the_latents_beyond_the_bound_alone()
    {
        var model = TrainedModels.After(Runs.Mixture, steps: 2);
        using var generator = model.OpenGenerator();
        using var truncated = model.Truncated(1).OpenGenerator();
        var latent = Runs.Mixture.Latent;
        using var z = LatentNoise.Draw(latent, 5, NoiseStream.Of(NoisePurpose.Sampling), 0, 100);
        var isWithin = z.abs().amax([1]).le(1).data<bool>().ToArray();
        var (whole, within) = (generator.Sample(5, NoisePurpose.Sampling, 100), truncated.Sample(5, NoisePurpose.Sampling, 100));
        Assert.Equal([false, true], isWithin.Distinct().Order());
        Assert.Equal(isWithin, whole.Chunk(2).Zip(within.Chunk(2), (one, other) => one.SequenceEqual(other)));

        var uniform = model with { Configuration = model.Configuration with { Latent = latent with { Distribution = "uniform" } } };
        Assert.Contains("uniform", Assert.Throws<UserInputException>(() => uniform.Truncated(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_averaged_and_the_live_generator_differ()
    {
        var model = TrainedModels.After(Runs.Mixture, steps: 2);
        using var averaged = model.OpenGenerator();
        using var live = model.OpenLiveGenerator()!;
        Assert.NotEqual(averaged.Sample(1, NoisePurpose.Sampling, 4), live.Sample(1, NoisePurpose.Sampling, 4));
        Assert.Null(TrainedModels.After(Runs.Dcgan, steps: 1).OpenLiveGenerator());
    }

    [Fact]
    public void A_discriminators_scores_do_not_depend_on_how_many_it_is_given()
    {
        var model = TrainedModels.After(Runs.Dcgan, steps: 2);
        var data = Runs.Data(Runs.Dcgan);
        using var discriminator = model.OpenDiscriminator(data.Shape);
        var samples = Discriminator.Take(data, 100);
        Assert.Equal(100 * 1024, samples.Length);
        var each = Enumerable.Range(0, 100).SelectMany(i => discriminator.Scores(samples[(i * 1024)..((i + 1) * 1024)], []));
        Assert.All(each.Zip(discriminator.Scores(samples, [])), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Theory]
    [InlineData("dcgan")]
    [InlineData("dcgan, projection")]
    public void D_scores_the_same_samples_alike_whichever_kind_they_pass_for(string name)
    {
        var configuration = Runs.Of(name);
        var model = TrainedModels.After(configuration, steps: 2);
        var data = Runs.Data(configuration);
        var same = DiscriminatorScores.Of(model, Discriminator.Take(data, 100), data);
        Assert.Equal(0, same.Boundary);
        Assert.Equal(DiscriminatorScores.OfReal(model, data, 100), same.Real);
        if (Runs.Family(configuration).Classes == 0)
        {
            Assert.Equal(same.Real, same.Generated);
        }

        var blank = DiscriminatorScores.Of(model, new float[100 * 1024], data);
        Assert.Equal((100, 100), (blank.Real.Length, blank.Generated.Length));
        Assert.NotEqual(same.Generated, blank.Generated);
    }

    [Fact]
    public void A_conditional_generator_makes_the_label_that_is_asked_for_and_else_each_in_turn()
    {
        var model = TrainedModels.After(Runs.Of("dcgan, projection"), steps: 2);
        using var generator = model.OpenGenerator();
        Assert.Equal(10, generator.Classes);
        var inTurn = generator.Sample(5, NoisePurpose.Sampling, 70);
        var sevens = generator.Sample(5, NoisePurpose.Sampling, 70, label: 7);
        for (var i = 0; i < 70; i++)
        {
            var pixels = (i * 1024)..((i + 1) * 1024);
            Assert.Equal(i % 10 == 7, inTurn[pixels].SequenceEqual(sevens[pixels]));
        }
    }

    [Theory]
    [InlineData("dcgan, projection", 10, "this run's labels are 0 to 9")]
    [InlineData("dcgan, projection", -1, "this run's labels are 0 to 9")]
    [InlineData("dcgan", 0, "trained without labels")]
    public void A_label_that_the_run_does_not_know_is_refused(string name, int label, string what)
    {
        using var generator = TrainedModels.After(Runs.Of(name), steps: 1).OpenGenerator();
        var error = Assert.Throws<UserInputException>(() => generator.Sample(5, NoisePurpose.Sampling, 1, label));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dcgan, projection", 100)]
    [InlineData("dcgan without norm, least squares, packed", 50)]
    public void D_scores_samples_with_their_labels_or_packs(string name, int judged)
    {
        var configuration = Runs.Of(name);
        var model = TrainedModels.After(configuration, steps: 2);
        var data = Runs.Data(configuration);
        using var discriminator = model.OpenDiscriminator(data.Shape);
        var labels = Discriminator.TakeLabels(data, 100, Runs.Family(configuration).Classes);
        Assert.Equal(judged, discriminator.Scores(Discriminator.Take(data, 100), labels).Length);
        Assert.Equal("discriminator_accuracy", Assert.Single(VersionMeasures.Of(model, new MeasuredBy(data))).Name);
    }
}
