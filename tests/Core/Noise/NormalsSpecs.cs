using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GanCluster.Core.Noise;

namespace GanCluster.Core.Tests.Noise;

public class NormalsSpecs
{
    private const int Count = 200_000;
    private static readonly NoiseStream Stream = NoiseStream.Of(NoisePurpose.Latent, 3);

    [Fact]
    public void The_first_values_of_a_stream_never_change()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(Drawn(seed: 1, 4096).AsSpan())));

        Assert.Equal("20d7946f8b53693f64b9fe932802579519d8ec1fabc9672b38fe6cacd0ed6aef", hash);
    }

    [Fact]
    public void Values_are_the_Box_Muller_transform_of_the_Philox_words()
    {
        var values = Drawn(seed: 5, 4000);
        for (var block = 0; block < 1000; block++)
        {
            var words = Philox.Block(5, Stream, (ulong)block);
            AssertPair(words.W0, words.W1, values.AsSpan(4 * block, 2));
            AssertPair(words.W2, words.W3, values.AsSpan((4 * block) + 2, 2));
        }
    }

    [Fact]
    public void Any_split_of_a_range_gives_the_same_values()
    {
        var whole = Drawn(seed: 2, 1000);
        for (var split = 0; split < 40; split++)
        {
            var parts = new float[1000 - split];
            for (var start = 0; start < parts.Length; start += split + 1)
            {
                var length = Math.Min(split + 1, parts.Length - start);
                Normals.Fill(2, Stream, (ulong)(split + start), parts.AsSpan(start, length));
            }

            Assert.Equal(whole[split..], parts);
        }
    }

    [Fact]
    public void Moments_are_those_of_a_standard_normal()
    {
        // Standard errors at n = 200,000: 0.0022, 0.0032, 0.0055, 0.011; four of each.
        var values = Drawn(seed: 3, Count);

        Assert.InRange(Moment(values, 1), -0.009, 0.009);
        Assert.InRange(Moment(values, 2), 0.987, 1.013);
        Assert.InRange(Moment(values, 3), -0.035, 0.035);
        Assert.InRange(Moment(values, 4), 2.91, 3.09);
    }

    [Fact]
    public void Distribution_passes_Kolmogorov_and_Smirnov()
    {
        var values = Drawn(seed: 4, Count);
        Array.Sort(values);

        var distance = 0.0;
        for (var i = 0; i < Count; i += 20)
        {
            distance = Math.Max(distance, Math.Abs(Cumulative(values[i]) - (i / (double)Count)));
        }

        // 1.95 / sqrt n is passed with probability 0.999.
        Assert.InRange(distance, 0, 1.95 / Math.Sqrt(Count));
    }

    [Fact]
    public void Values_of_a_block_and_of_neighbouring_blocks_and_streams_are_uncorrelated()
    {
        var values = Drawn(seed: 6, Count);
        var other = new float[Count];
        Normals.Fill(6, NoiseStream.Of(NoisePurpose.Latent, 4), 0, other);

        for (var lag = 1; lag <= 8; lag++)
        {
            Assert.InRange(Correlation(values.AsSpan(lag), values), -0.009, 0.009);
        }

        Assert.InRange(Correlation(values, other), -0.009, 0.009);
    }

    [Fact]
    public void Tails_are_present()
    {
        var values = new float[1 << 20];
        Normals.Fill(7, Stream, 0, values);

        // Beyond 4 are 6.33e-5 of all: 66 expected; the largest of a million is about 4.9.
        Assert.InRange(values.Count(value => Math.Abs(value) > 4), 35, 100);
        Assert.InRange(values.Max(), 4.3, 6.8);
        Assert.InRange(values.Min(), -6.8, -4.3);
    }

    private static float[] Drawn(ulong seed, int count)
    {
        var values = new float[count];
        Normals.Fill(seed, Stream, 0, values);
        return values;
    }

    private static void AssertPair(uint radiusWord, uint angleWord, Span<float> pair)
    {
        var radius = Math.Sqrt(-2 * Math.Log((radiusWord + 0.5) / 4294967296.0));
        var (sin, cos) = Math.SinCos(2 * Math.PI * ((angleWord + 0.5) / 4294967296.0));
        Assert.Equal(radius * cos, pair[0], 1e-6);
        Assert.Equal(radius * sin, pair[1], 1e-6);
    }

    private static double Moment(float[] values, int power) => values.Average(value => Math.Pow(value, power));

    private static double Correlation(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum / left.Length;
    }

    // Simpson's rule over the density from 0, in steps of at most 0.05: an error below 1e-7.
    private static double Cumulative(double x)
    {
        const int Steps = 140;
        var step = x / Steps;
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
        {
            var weight = i is 0 or Steps ? 1 : 2 + (2 * (i & 1));
            sum += weight * Math.Exp(-0.5 * i * step * i * step);
        }

        return 0.5 + (sum * step / 3 / Math.Sqrt(2 * Math.PI));
    }
}
