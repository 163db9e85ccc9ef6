using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Training.Replicas;

namespace GanCluster.Training.Tests.Replicas;

public class LatentNoiseSpecs
{
    [Theory]
    [InlineData("normal")]
    [InlineData("uniform")]
    [InlineData("truncated")]
    public void A_samples_latent_is_the_same_in_any_batch_and_like_no_others(string distribution)
    {
        var all = Draw(distribution, 5, 6);

        float[] parts = [.. Draw(distribution, 5, 2), .. Draw(distribution, 7, 4)];
        Assert.Equal(all, parts);
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Theory]
    [InlineData("normal", 1, 2.5, 5)]
    [InlineData("uniform", 0.57735, 0.99, 1)]
    [InlineData("truncated", 0.8796, 1.95, 2)]
    public void Each_distribution_has_its_deviation_and_its_bounds(string distribution, double deviation, double least, double most)
    {
        var values = Draw(distribution, 0, 5_000);

        Assert.Equal(0, values.Average(), 0.03);
        Assert.Equal(deviation, Math.Sqrt(values.Average(v => v * (double)v)), 0.02);
        Assert.InRange(values.Max(), least, most);
        Assert.InRange(-values.Min(), least, most);
    }

    [Theory]
    [InlineData("normal")]
    [InlineData("uniform")]
    [InlineData("truncated")]
    public void The_first_values_are_signs_where_the_latent_is_binary_and_the_others_stay(string distribution)
    {
        var plain = Draw(distribution, 5, 1_000);

        var binary = Draw(distribution, 5, 1_000, binary: 2);

        Assert.Equal(plain.Select((value, i) => i % 3 == 2 ? value : value < 0 ? -1 : 1), binary);
        Assert.All(Patterns(binary), count => Assert.InRange(count, 200, 300));
    }

    /// <summary>How often each of the pairs of signs comes.</summary>
    private static IEnumerable<int> Patterns(float[] values) =>
        values.Chunk(3).CountBy(z => (z[0], z[1])).Select(pattern => pattern.Value);

    private static float[] Draw(string distribution, long first, int count, int binary = 0) => Tensors.Floats(LatentNoise.Draw(
        new LatentOptions { Size = 3, Binary = binary, Distribution = distribution, Truncation = 2 }, 1,
        NoiseStream.Of(NoisePurpose.Latent), first, count));
}
