using GanCluster.Core.Runs;
using GanCluster.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Optimization;

public class FlatAdamSpecs
{
    [Theory]
    [InlineData(0, 0.99)]
    [InlineData(0.5, 0.999)]
    public void Twenty_updates_follow_algorithm_1_in_double_precision(double beta1, double beta2)
    {
        const double LearningRate = 0.01;
        var options = new OptimizerOptions { Beta1 = beta1, Beta2 = beta2, Epsilon = 1e-6 };
        double[] w = [1, -0.5, 0.25, 0];
        var (m, v) = (new double[4], new double[4]);
        using var weights = tensor(w).to(float32);
        using var first = zeros(4);
        using var second = zeros(4);
        using var adam = new FlatAdam(options, LearningRate, weights, first, second);
        for (var t = 1; t <= 20; t++)
        {
            var factor = 1 - (0.02 * t);
            var g = Enumerable.Range(0, 4).Select(i => (double)(float)(Math.Sin((1.3 * t) + i) * Math.Pow(10, -i))).ToArray();
            for (var i = 0; i < 4; i++)
            {
                m[i] = (beta1 * m[i]) + ((1 - beta1) * g[i]);
                v[i] = (beta2 * v[i]) + ((1 - beta2) * g[i] * g[i]);
                var unbiasedM = m[i] / (1 - Math.Pow(beta1, t));
                var unbiasedV = v[i] / (1 - Math.Pow(beta2, t));
                w[i] -= LearningRate * factor * unbiasedM / (Math.Sqrt(unbiasedV) + 1e-6);
            }

            adam.Step(tensor(g).to(float32), t, factor);
        }

        AssertNear(w, weights, 1e-6);
        AssertNear(m, first, 1e-6);
        AssertNear(v, second, 1e-6);
    }

    [Fact]
    public void An_update_leaves_no_tensors_behind_and_the_gaps_at_zero()
    {
        using var weights = zeros(16);
        using var first = zeros(16);
        using var second = zeros(16);
        using var gradient = zeros(16);
        using var adam = new FlatAdam(new OptimizerOptions(), 0.1, weights, first, second);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        adam.Step(gradient, 1, 1);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.All(weights.data<float>().ToArray(), value => Assert.Equal(0, value));
    }

    private static void AssertNear(double[] expected, Tensor actual, double tolerance) =>
        Assert.All(expected.Zip(actual.data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
