using GanCluster.Core.Workers;

namespace GanCluster.Core.Tests.Workers;

public class NormsSpecs
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1003)]
    public void A_norm_is_the_root_of_the_sum_of_squares_however_many_values_there_are(int count)
    {
        var values = Enumerable.Range(1, count).Select(i => MathF.Sin(i) * i).ToArray();

        Assert.Equal(Math.Sqrt(values.Sum(v => (double)v * v)), Norms.Of(values), tolerance: 1e-9);
    }

    [Fact]
    public void The_squares_of_large_floats_are_numbers_and_what_is_none_stays_none()
    {
        Assert.Equal(2.0 * float.MaxValue, Norms.Of([float.MaxValue, float.MaxValue, float.MaxValue, float.MaxValue]), tolerance: 1e25);
        Assert.True(double.IsNaN(Norms.Of([1, float.NaN, 1])));
    }

    /// <summary>Squares are added up in lanes of eight, whatever the processor has.</summary>
    [Fact]
    public void A_norm_has_the_same_bits_on_every_processor()
    {
        var values = Enumerable.Range(1, 1000).Select(i => 1f / i).ToArray();
        var lanes = new double[8];
        for (var i = 0; i < values.Length; i++)
        {
            lanes[i % 8] += (double)values[i] * values[i];
        }

        var sums = Enumerable.Range(0, 4).Select(lane => lanes[lane] + lanes[lane + 4]).ToArray();
        var expected = Math.Sqrt(sums[0] + sums[1] + sums[2] + sums[3]);
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(Norms.Of(values)));
    }
}
