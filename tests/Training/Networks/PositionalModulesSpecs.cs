using GanCluster.Core.Noise;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

public class PositionalModulesSpecs
{
    private static readonly Func<nn.Module<Tensor, Tensor>>[] Modules =
        [() => new PositionalDropout(0.25), () => new PositionalNoise(2), () => new PositionalNoise(2, oneForAllChannels: true)];

    [Fact]
    public void A_samples_numbers_follow_from_its_position_however_batches_are_cut()
    {
        foreach (var make in Modules)
        {
            var module = make();
            var all = Drawn(module, first: 8, count: 4, NoisePass.Generator);
            Assert.Equal(all[..Half(all)], Drawn(module, first: 8, count: 2, NoisePass.Generator));
            Assert.Equal(all[Half(all)..], Drawn(module, first: 10, count: 2, NoisePass.Generator));
            Assert.Equal(all, Drawn(module, first: 8, count: 4, NoisePass.Generator));
            Assert.NotEqual(all, Drawn(module, first: 4, count: 4, NoisePass.Generator));
            Assert.NotEqual(all, Drawn(module, first: 8, count: 4, NoisePass.FakeForGenerator));
            Assert.NotEqual(all, Drawn(module, first: 8, count: 4, NoisePass.Generator, seed: 2));
        }
    }

    [Fact]
    public void Real_and_generated_samples_of_one_pass_have_the_numbers_that_they_would_have_apart()
    {
        foreach (var make in Modules)
        {
            var module = make();
            Assert.Equal(
                [
                    .. Drawn(module, 6, 2, NoisePass.RealForDiscriminator),
                    .. Drawn(module, 6, 2, NoisePass.FakeForDiscriminator),
                ],
                Drawn(module, 6, 2, NoisePass.RealForDiscriminator, NoisePass.FakeForDiscriminator));
        }
    }

    [Fact]
    public void Each_module_of_both_networks_has_numbers_of_its_own_which_every_process_gives_it()
    {
        var hashes = new List<string>();
        for (var process = 0; process < 2; process++)
        {
            var (a, b, c, d) = (new PositionalNoise(), new PositionalNoise(), new PositionalNoise(), new PositionalNoise());
            using var g = new GeneratorNetwork(nn.Sequential(a, nn.Sequential(nn.Linear(2, 2), b)), CPU);
            using var judge = new DiscriminatorNetwork(nn.Sequential(c, nn.Linear(2, 1), d), CPU);
            hashes.AddRange(new[] { a, b, c, d }.Select(m => string.Join(' ', Drawn(m, 0, 2, NoisePass.Generator))));
        }

        Assert.Equal(hashes[..4], hashes[4..]);
        Assert.Equal(4, hashes[..4].Distinct().Count());
    }

    [Fact]
    public void Dropout_keeps_its_share_makes_up_for_the_rest_and_is_nothing_at_rest()
    {
        using var dropout = new PositionalDropout(0.25);
        using (NoisePlace.Training(1, 0, 1000, NoisePass.Generator))
        {
            var kept = dropout.call(ones(1000, 40)).data<float>().ToArray();
            Assert.All(kept, value => Assert.True(value is 0 or (float)(1 / 0.75)));
            Assert.InRange(kept.Average(), 0.98, 1.02);
        }

        using (NoisePlace.Rest(1, NoisePurpose.Standing, 0, 2))
        {
            Assert.All(dropout.call(ones(2, 40)).data<float>().ToArray(), value => Assert.Equal(1, value));
        }

        dropout.eval();
        Assert.All(dropout.call(ones(2, 40)).data<float>().ToArray(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Noise_is_normal_and_the_same_for_all_channels_where_asked_for()
    {
        var drawn = Array.ConvertAll(Drawn(new PositionalNoise(2), 0, 2000, NoisePass.Generator), value => value - 1);
        Assert.InRange(drawn.Average(), -0.05, 0.05);
        Assert.InRange(drawn.Average(value => value * value), 3.8, 4.2);

        using var shared = new PositionalNoise(2, oneForAllChannels: true);
        var planes = shared.call(zeros(2, 3, 4, 5));
        Assert.True(planes.eq(planes.narrow(1, 0, 1)).all().item<bool>());
        Assert.False(planes[0].eq(planes[1]).any().item<bool>());
    }

    [Fact]
    public void Sample_5_at_rest_is_the_same_among_6_and_alone()
    {
        using var generator = TrainedModels.After(OwnParts.Noisy, steps: 1).OpenGenerator();
        var six = generator.Sample(7, NoisePurpose.Sampling, 6);
        Assert.Equal(six[10..], generator.Sample(7, NoisePurpose.Sampling, 1, start: 5));
        Assert.Equal(six, generator.Sample(7, NoisePurpose.Sampling, 70)[..12]);
        Assert.NotEqual(six, generator.Sample(8, NoisePurpose.Sampling, 6));
    }

    [Fact]
    public void A_tensor_that_is_not_of_the_samples_is_refused()
    {
        using var noise = new PositionalNoise();
        using var place = NoisePlace.Training(1, 0, 4, NoisePass.Generator);
        var error = Assert.Throws<InvalidOperationException>(() => noise.call(zeros(3, 3)));
        Assert.Contains("9 values", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PositionalDropout(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PositionalNoise(-1));
    }

    private static int Half(float[] values) => values.Length / 2;

    private static float[] Drawn(nn.Module<Tensor, Tensor> module, long first, int count, params NoisePass[] passes) =>
        Drawn(module, first, count, passes, 1);

    private static float[] Drawn(nn.Module<Tensor, Tensor> module, long first, int count, NoisePass pass, ulong seed) =>
        Drawn(module, first, count, [pass], seed);

    private static float[] Drawn(nn.Module<Tensor, Tensor> module, long first, int count, NoisePass[] passes, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var place = NoisePlace.Training(seed, first, count, passes);
        return module.call(ones(count * passes.Length, 2, 3, 5)).data<float>().ToArray();
    }
}
