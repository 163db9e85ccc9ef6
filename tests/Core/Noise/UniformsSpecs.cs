using GanCluster.Core.Noise;

namespace GanCluster.Core.Tests.Noise;

public class UniformsSpecs
{
    private static readonly NoiseStream Stream = NoiseStream.Of(NoisePurpose.Dropout);

    [Fact]
    public void Values_are_the_top_24_bits_of_the_words()
    {
        var values = new float[7];
        Uniforms.Fill(9, Stream, 4001, values);

        var words = Philox.Block(9, Stream, 1000);
        Assert.Equal([(words.W1 >> 8) / 16777216f, (words.W2 >> 8) / 16777216f, (words.W3 >> 8) / 16777216f], values[..3]);
        Assert.Equal((Philox.Block(9, Stream, 1001).W0 >> 8) / 16777216f, values[3]);
    }

    [Fact]
    public void Values_fill_the_unit_interval_evenly()
    {
        var values = new float[100_000];
        Uniforms.Fill(1, Stream, 0, values);

        Assert.All(values, value => Assert.InRange(value, 0f, 1 - (1f / (1 << 24))));
        var counts = values.GroupBy(value => (int)(value * 100)).Select(cell => cell.Count()).ToArray();
        Assert.InRange(Statistics.ChiSquare(counts, 100), 50, 160);
    }

    [Fact]
    public void Integers_are_even_and_below_their_bound()
    {
        var counts = new int[10];
        for (var n = 0UL; n < 100_000; n++)
        {
            counts[Uniforms.Integer(1, Stream, n, 10)]++;
        }

        var words = Philox.Block(1, Stream, 3);
        Assert.Equal((long)((((ulong)words.W1 << 32) | words.W0) >> 2), Uniforms.Integer(1, Stream, 3, 1L << 62));

        // 0.999 quantile at 9 degrees of freedom.
        Assert.InRange(Statistics.ChiSquare(counts, 10), 0, 27.9);
        Assert.Equal(0, Uniforms.Integer(1, Stream, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Uniforms.Integer(1, Stream, 0, 0));
    }
}
