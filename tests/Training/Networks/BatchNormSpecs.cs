using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

public class BatchNormSpecs
{
    private const double Epsilon = 1e-5;

    [Fact]
    public void At_rest_a_sample_is_normalized_alike_in_any_batch()
    {
        using var norm = nn.BatchNorm2d(2);
        BatchNorms.Rest(norm, [new StandingMoments("", [0.5f, -1], [4, 0.25f])]);
        var all = Tensors.Floats(norm.call(Wave(0, 6)));
        var two = Tensors.Floats(norm.call(Wave(0, 2)));
        Assert.Equal(all[..two.Length], two);
        var x = Tensors.Floats(Wave(0, 6))[0];
        Assert.Equal((x - 0.5) / Math.Sqrt(4 + Epsilon), all[0], 1e-5);
    }

    /// <summary>As PyTorch counts a variance at rest: each batch's is unbiased.</summary>
    [Fact]
    public void Collected_statistics_of_equal_batches_are_those_of_all_samples()
    {
        using var norm = nn.BatchNorm2d(2);
        Tensor[] batches = [Wave(0, 6), Wave(2, 6).mul(3), Wave(5, 6).add(4)];
        var momentum = norm.momentum;

        var moments = Assert.Single(BatchNorms.Collect(norm, batches.Length, i => norm.call(batches[i])));

        Assert.Equal("", moments.Layer);
        Assert.Equal(momentum, norm.momentum);
        for (var c = 0; c < 2; c++)
        {
            var each = batches.Select(x => Moments(Channel(x, c))).ToList();
            var mean = each.Average(b => b.Mean);
            Assert.Equal(mean, moments.Mean[c], 1e-5);
            Assert.Equal(
                each.Average(b => (b.Variance * 18 / 17) + ((b.Mean - mean) * (b.Mean - mean))), moments.Variance[c], 1e-4);
        }
    }

    [Fact]
    public void Each_layer_collects_its_own_and_is_named_by_its_place()
    {
        using var module = nn.Sequential(nn.BatchNorm2d(2), nn.Tanh(), nn.Sequential(nn.BatchNorm2d(2)));
        var moments = BatchNorms.Collect(module, 1, _ => module.call(Wave(0, 6)));
        Assert.Equal(["0", "2.0"], moments.Select(m => m.Layer));
        Assert.Equal(2, moments.Select(m => m.Mean[0]).Distinct().Count());
        Assert.True(module.training);
    }

    [Fact]
    public void What_a_layer_keeps_of_its_batches_is_no_part_of_the_network()
    {
        using var network = Nets.D(nn.Conv2d(1, 2, 1), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(6, 1));
        Assert.True(network.HasBatchNorm);
        Assert.Equal(0, network.FixedLayout.Length);
        Assert.Equal(
            ["0.weight", "0.bias", "1.weight", "1.bias", "3.weight", "3.bias"], network.Layout.Entries.Select(e => e.Name));
        Assert.Equal(
            ["1.num_batches_tracked", "1.running_mean", "1.running_var"], BatchNorms.BuffersOf(network.Module).Order());
    }

    /// <summary>(count, 2, 3, 1)</summary>
    private static Tensor Wave(double phase, int count) => Tensors.Wave([count, 2, 3, 1], phase);

    private static (double Mean, double Variance) Moments(double[] values)
    {
        var mean = values.Average();
        return (mean, values.Average(v => (v - mean) * (v - mean)));
    }

    private static double[] Channel(Tensor x, int channel) =>
        [.. Tensors.Floats(x).Where((_, i) => i / 3 % 2 == channel).Select(v => (double)v)];
}
