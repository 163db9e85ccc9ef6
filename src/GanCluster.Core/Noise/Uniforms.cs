namespace GanCluster.Core.Noise;

public static class Uniforms
{
    private const float UnitOf24Bits = 1f / (1 << 24);

    /// <summary>
    /// Elements [first, first + length) of the stream, multiples of 2^-24 in [0, 1);
    /// each depends on (seed, stream, its number) alone.
    /// </summary>
    public static void Fill(ulong seed, NoiseStream stream, ulong first, Span<float> values) =>
        BlockFill<TwentyFourBits>.Fill(seed, stream, first, values);

    /// <summary>
    /// An integer in [0, <paramref name="exclusiveMax"/>): the high word of a 64-bit draw times the bound
    /// (no number is favoured by more than exclusiveMax / 2^64). Integer number `index` of the stream uses a block of its own.
    /// </summary>
    public static long Integer(ulong seed, NoiseStream stream, ulong index, long exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        var words = Philox.Block(seed, stream, index);
        return (long)Math.BigMul(((ulong)words.W1 << 32) | words.W0, (ulong)exclusiveMax, out _);
    }

    private readonly struct TwentyFourBits : IFourValues
    {
        public static void Write(PhiloxBlock words, Span<float> four)
        {
            four[0] = (words.W0 >> 8) * UnitOf24Bits;
            four[1] = (words.W1 >> 8) * UnitOf24Bits;
            four[2] = (words.W2 >> 8) * UnitOf24Bits;
            four[3] = (words.W3 >> 8) * UnitOf24Bits;
        }
    }
}
