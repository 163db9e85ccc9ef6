using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GanCluster.Core.Noise;

namespace GanCluster.Core.Tests.Noise;

public class PortableMathSpecs
{
    private static readonly NoiseStream Stream = NoiseStream.Of(NoisePurpose.Sampling);

    [Fact]
    public void Logarithm_agrees_with_the_platforms_to_1e_15()
    {
        for (var n = 0UL; n < 100_000; n++)
        {
            var words = Philox.Block(7, Stream, n);
            var uniform = (words.W0 + 0.5) / 4294967296.0;
            AssertClose(Math.Log(uniform), PortableMath.Log(uniform));
            var wide = Math.ScaleB(1 + uniform, (int)(words.W1 % 2000) - 1000);
            AssertClose(Math.Log(wide), PortableMath.Log(wide));
        }
    }

    [Fact]
    public void Logarithm_keeps_its_accuracy_at_the_ends_of_the_unit_interval()
    {
        foreach (var x in new[] { Math.ScaleB(1, -33), 1 - Math.ScaleB(1, -33), 1 - Math.ScaleB(3, -33), Math.Sqrt(0.5) })
        {
            AssertClose(Math.Log(x), PortableMath.Log(x));
        }

        Assert.Equal(0, PortableMath.Log(1));
    }

    [Fact]
    public void The_bits_never_change()
    {
        // The last argument of the lower branch of the logarithm and the first of the upper one are among them.
        var results = new List<double>();
        foreach (var bits in new[] { 0x3FE6A09E667F3BCC, 0x3FE6A09E667F3BCD, 0x3FE6A09E667F3BCE, 0x3FF6A09E667F3BCC })
        {
            results.Add(PortableMath.Log(BitConverter.Int64BitsToDouble(bits)));
        }

        for (var n = 0UL; n < 10_000; n++)
        {
            var words = Philox.Block(8, Stream, n);
            results.Add(PortableMath.Log((words.W0 + 0.5) / 4294967296.0));
            var (sin, cos) = PortableMath.SinCosOfTurn(((ulong)words.W1 << 32) | words.W2);
            results.AddRange([sin, cos]);
        }

        var hash = SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(results)));
        Assert.Equal("b471cabeb33b7bab26ee7e865c39d25c8a2787a628dd5d2105070bfab5b3034f", Convert.ToHexStringLower(hash));
    }

    [Fact]
    public void Sine_and_cosine_agree_with_the_platforms_to_1e_15()
    {
        for (var n = 0UL; n < 100_000; n++)
        {
            // Within a quarter of a turn of 0 the platform's own argument is as exact as ours.
            var fraction = (ulong)Philox.Block(7, Stream, n).W0 << 30;
            var angle = fraction * (2 * Math.PI / 18446744073709551616.0);
            var (sin, cos) = PortableMath.SinCosOfTurn(fraction);
            AssertClose(Math.Sin(angle), sin);
            Assert.Equal(Math.Cos(angle), cos, 1e-15);
        }
    }

    [Fact]
    public void Each_quarter_turn_rotates_exactly()
    {
        for (var n = 0UL; n < 1000; n++)
        {
            var fraction = (ulong)Philox.Block(7, Stream, n).W0 << 32;
            var (sin, cos) = PortableMath.SinCosOfTurn(fraction);
            Assert.Equal((cos, -sin), PortableMath.SinCosOfTurn(fraction + (1UL << 62)));
        }
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(actual - expected) <= 1e-15 * Math.Abs(expected), $"{actual:r} is not {expected:r}");
}
