namespace GanCluster.Core.Noise;

/// <summary>
/// Standard normals by Box and Muller (1958), computed in double with <see cref="PortableMath"/> and rounded once to float.
/// The largest magnitude is sqrt(2 ln 2^33), about 6.76.
/// </summary>
public static class Normals
{
    private const double UnitOfWord = 1.0 / 4294967296;

    /// <summary>Elements [first, first + length) of the stream; each depends on (seed, stream, its number) alone.</summary>
    public static void Fill(ulong seed, NoiseStream stream, ulong first, Span<float> values) =>
        BlockFill<BoxMuller>.Fill(seed, stream, first, values);

    private readonly struct BoxMuller : IFourValues
    {
        public static void Write(PhiloxBlock words, Span<float> four)
        {
            (four[0], four[1]) = Pair(words.W0, words.W1);
            (four[2], four[3]) = Pair(words.W2, words.W3);
        }

        // Both uniforms are (word + 1/2) / 2^32, so that neither 0 (no logarithm) nor 1 can occur.
        private static (float First, float Second) Pair(uint radiusWord, uint angleWord)
        {
            var radius = Math.Sqrt(-2 * PortableMath.Log((radiusWord + 0.5) * UnitOfWord));
            var (sin, cos) = PortableMath.SinCosOfTurn(((ulong)angleWord << 32) | 0x80000000UL);
            return ((float)(radius * cos), (float)(radius * sin));
        }
    }
}
