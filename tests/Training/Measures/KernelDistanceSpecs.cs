using GanCluster.Training.Measures;

namespace GanCluster.Training.Tests.Measures;

public class KernelDistanceSpecs
{
    /// <summary>More rows than one chunk of the product holds.</summary>
    [Fact]
    public void It_is_the_unbiased_mean_of_the_cubic_kernel_over_all_pairs()
    {
        var (a, b) = (Samples.Normal(1003, 3, 1), Samples.Normal(40, 3, 2).Map(v => (v * 2) + 1));

        var expected = Mean(a, a) + Mean(b, b) - (2 * Mean(a, b));

        Assert.Equal(expected, KernelDistance.Between(a, b), 1e-9 * Mean(b, b));
        Assert.Equal(expected, KernelDistance.Between(b, a), 1e-9 * Mean(b, b));
        Assert.Equal(expected, KernelDistance.Between(a.Shuffled(), b), 1e-9 * Mean(b, b));
    }

    [Fact]
    public void Two_samplings_of_one_distribution_are_near_and_another_is_far()
    {
        var samples = Samples.Normal(1000, 8, 1);
        var near = KernelDistance.Between(samples, Samples.Normal(1000, 8, 2));
        var far = KernelDistance.Between(samples, Samples.Normal(1000, 8, 2).Map(v => v + 1));
        Assert.InRange(near, -0.01, 0.01);
        Assert.True(far > 1, $"{far}");
    }

    private static double Mean(SampleMatrix a, SampleMatrix b)
    {
        var (sum, pairs) = (0.0, 0);
        for (var i = 0; i < a.Count; i++)
        {
            for (var j = 0; j < b.Count; j++)
            {
                if (ReferenceEquals(a, b) && i == j)
                {
                    continue;
                }

                var product = Enumerable.Range(0, a.Size).Sum(k => a.Values[(i * a.Size) + k] * b.Values[(j * b.Size) + k]);
                sum += Math.Pow((product / a.Size) + 1, 3);
                pairs++;
            }
        }

        return sum / pairs;
    }
}
