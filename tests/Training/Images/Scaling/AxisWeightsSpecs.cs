using GanCluster.Training.Images.Scaling;

namespace GanCluster.Training.Tests.Images.Scaling;

public sealed class AxisWeightsSpecs
{
    private const int One = 1 << AxisWeights.Bits;

    [Fact]
    public void Doubling_has_Keys_s_weights_at_a_quarter_and_three_quarters()
    {
        // Keys's kernel at 5/4, 1/4, 3/4 and 7/4 is -9/128, 111/128, 29/128 and -3/128.
        var weights = AxisWeights.Of(10, Extent.Whole(10), 20);

        Assert.Equal(3, weights.First(9));
        Assert.Equal([-9 * One / 128, 111 * One / 128, 29 * One / 128, -3 * One / 128], weights.At(9).ToArray());
        Assert.Equal([-3 * One / 128, 29 * One / 128, 111 * One / 128, -9 * One / 128], weights.At(10).ToArray());
    }

    /// <summary>The largest numbers that can come: the sums must not overflow, and still come to one.</summary>
    [Theory]
    [InlineData(65_535, 4_096, 4_096)]
    [InlineData(65_535, 4_095, 4_093)]
    [InlineData(65_535, 1, 4_096)]
    [InlineData(1, 1, 4_096)]
    public void Weights_of_the_largest_sides_come_to_one(int pixels, int count, int parts)
    {
        var weights = AxisWeights.Of(pixels, Extent.Middle(pixels, (long)pixels * parts, parts), count);

        for (var i = 0; i < count; i += Math.Max(1, count / 16))
        {
            // Each is rounded by half at most.
            var taps = weights.At(i).Length;
            Assert.InRange(weights.At(i).ToArray().Sum(weight => (long)weight), One - taps, One + taps);
            Assert.InRange(weights.First(i), 0, pixels - taps);
        }
    }
}
