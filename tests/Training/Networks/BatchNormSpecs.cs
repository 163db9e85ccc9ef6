using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

public class BatchNormSpecs
{
    private const double Epsilon = 1e-5;
    private static readonly float[] Weight = [1.5f, -0.5f];
    private static readonly float[] Bias = [0.25f, 2];

    [Fact]
    public void In_training_a_batch_is_normalized_by_its_own_mean_and_biased_variance()
    {
        var x = Wave(0, 6);
        var found = Apply(OwnBatchNorm.Instance, x);
        for (var c = 0; c < 2; c++)
        {
            var (mean, variance) = Moments(Channel(x, c));
            var expected = Channel(x, c).Select(v => ((v - mean) / Math.Sqrt(variance + Epsilon) * Weight[c]) + Bias[c]);
            Assert.All(expected.Zip(Channel(found, c)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Fact]
    public void At_rest_a_sample_is_normalized_alike_in_any_batch()
    {
        using var norm = new StandingBatchNorm([new StandingMoments(0, [0.5f, -1], [4, 0.25f])]);
        var all = Values(Apply(norm, Wave(0, 6)));
        var two = Values(Apply(norm, Wave(0, 2)));
        Assert.Equal(all[..two.Length], two);
        var x = Values(Wave(0, 6))[0];
        Assert.Equal(((x - 0.5) / Math.Sqrt(4 + Epsilon) * Weight[0]) + Bias[0], all[0], 1e-5);
    }

    [Fact]
    public void Collected_statistics_of_equal_batches_are_those_of_all_samples_at_once()
    {
        var norm = new CollectingBatchNorm();
        Tensor[] batches = [Wave(0, 6), Wave(2, 6).mul(3), Wave(5, 6).add(4)];
        foreach (var x in batches)
        {
            Assert.Equal(Values(Apply(OwnBatchNorm.Instance, x)), Values(Apply(norm, x)));
        }

        var moments = Assert.Single(norm.Moments());
        Assert.Equal(0, moments.Layer);
        for (var c = 0; c < 2; c++)
        {
            var (mean, variance) = Moments([.. batches.SelectMany(x => Channel(x, c))]);
            Assert.Equal(mean, moments.Mean[c], 1e-5);
            Assert.Equal(variance, moments.Variance[c], 1e-4);
        }
    }

    [Fact]
    public void Each_layer_collects_its_own()
    {
        var spec = new NetworkSpec("g", [new Layer.BatchNorm(2), new Layer.Tanh(), new Layer.BatchNorm(2)]);
        var norm = new CollectingBatchNorm();
        Tensor[] parameters = [tensor(Weight), tensor(Bias), tensor(Weight), tensor(Bias)];
        Network.Forward(spec, parameters, norm, Wave(0, 6));
        Assert.Equal([0, 2], norm.Moments().Select(m => m.Layer));
        Assert.Equal(2, norm.Moments().Select(m => m.Mean[0]).Distinct().Count());
    }

    private static Tensor Apply(IBatchNorm norm, Tensor x) =>
        Network.Forward(new NetworkSpec("g", [new Layer.BatchNorm(2)]), [tensor(Weight), tensor(Bias)], norm, x);

    /// <summary>(count, 2, 3, 1)</summary>
    private static Tensor Wave(double phase, int count) =>
        tensor(Enumerable.Range(0, count * 6).Select(i => (float)Math.Sin((1.7 * i) + phase)).ToArray(), count, 2, 3, 1);

    private static (double Mean, double Variance) Moments(double[] values)
    {
        var mean = values.Average();
        return (mean, values.Average(v => (v - mean) * (v - mean)));
    }

    private static double[] Channel(Tensor x, int channel) =>
        [.. Values(x).Where((_, i) => i / 3 % 2 == channel).Select(v => (double)v)];

    private static float[] Values(Tensor t) => t.detach().data<float>().ToArray();
}
