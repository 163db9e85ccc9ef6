namespace GanCluster.Core.Noise;

/// <summary>
/// In which order a data set's samples are read: a fresh permutation of [0, count) for every epoch, in constant memory.
/// It is the generalized Feistel cipher over Z_a x Z_b of Black and Rogaway, "Ciphers with arbitrary finite domains"
/// (CT-RSA 2002), a = ceil(sqrt n), b = ceil(n / a), with Philox as the round function and cycle walking from ab down to n.
/// </summary>
public sealed class SampleOrder
{
    /// <summary>Enough for the exact distribution over the 120 orders of five samples to be within 11% of even, the worst case.</summary>
    private const int Rounds = 10;
    private const long MaxCount = 1L << 40;

    private readonly ulong _seed;
    private readonly ulong _a;
    private readonly ulong _b;

    /// <param name="seed">The run's seed.</param>
    /// <param name="count">Samples in the data set, 1 to 2^40.</param>
    public SampleOrder(ulong seed, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        _seed = seed;
        Count = count;
        _a = (ulong)Math.Ceiling(Math.Sqrt(count));
        _b = ((ulong)count + _a - 1) / _a;
    }

    public long Count { get; }

    public long EpochOf(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return position / Count;
    }

    /// <summary>The sample read at a position of the endless sequence of epochs.</summary>
    public long IndexAt(long position)
    {
        var stream = NoiseStream.Of(NoisePurpose.Order, (ulong)EpochOf(position));
        var value = (ulong)(position % Count);
        do
        {
            value = Encipher(stream, value);
        }
        while (value >= (ulong)Count);

        return (long)value;
    }

    private ulong Encipher(NoiseStream stream, ulong value)
    {
        var (right, left) = Math.DivRem(value, _a);
        for (var round = 0UL; round < Rounds; round++)
        {
            var modulus = (round & 1) == 0 ? _a : _b;
            var words = Philox.Block(_seed, stream, (round << 56) | right);
            var shift = Math.BigMul(((ulong)words.W1 << 32) | words.W0, modulus, out _);
            var sum = left + shift;
            left = right;
            right = sum >= modulus ? sum - modulus : sum;
        }

        // After an even number of rounds left is in Z_a again and right in Z_b.
        return left + (_a * right);
    }
}
