using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCluster.Core.Sums;

/// <summary>
/// Floats rounded to eight bits: three of mantissa, as all have, and five of exponent in a block of values that are none of them negative,
/// or a sign and four in any other, counted down from the exponent of the block's largest. Small values of a block keep as many digits as
/// large ones, which moments need: they lie orders of magnitude apart, and each step is the ratio of two.
/// </summary>
/// <remarks>
/// What lies between two such numbers becomes one of them, the nearer one the likelier, so that on average nothing is lost (stochastic
/// rounding; Gupta et al., 2015) and no error need be carried on. Chance is a hash of the value and its place: the same whoever rounds it,
/// and what is rounded stays as it is when it is rounded again.
/// </remarks>
public static class EightBits
{
    /// <summary>Values of a block.</summary>
    public const int Block = 128;

    private const uint SignBit = 0x8000_0000;

    /// <summary>Bits of a float's mantissa beyond three.</summary>
    internal const int Dropped = 20;
    internal const uint DroppedMask = (1u << Dropped) - 1;

    /// <summary>Rounds values in place. A block that holds what is no number, or infinite, holds nothing but NaN then.</summary>
    /// <param name="place">Of the first value in its vector: a multiple of <see cref="Block"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Round(Span<float> values, int place)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(place % Block, 0, nameof(place));
        for (var start = 0; start < values.Length; start += Block)
        {
            var block = values.Slice(start, Math.Min(Block, values.Length - start));
            var bits = MemoryMarshal.Cast<float, uint>(block);
            if (EightBitScale.Of(bits) is { } scale)
            {
                Round(bits, scale, (uint)(place + start));
            }
            else
            {
                block.Fill(float.NaN);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Round(Span<uint> bits, EightBitScale scale, uint place)
    {
        var vectors = MemoryMarshal.Cast<uint, Vector<uint>>(bits);
        var places = Vector.CreateSequence(place, 1u);
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = Rounded(vectors[i], places, scale);
            places += new Vector<uint>((uint)Vector<uint>.Count);
        }

        for (var i = vectors.Length * Vector<uint>.Count; i < bits.Length; i++)
        {
            bits[i] = Rounded(new Vector<uint>(bits[i]), new Vector<uint>(place + (uint)i), scale)[0];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Rounded(Vector<uint> bits, Vector<uint> place, in EightBitScale scale)
    {
        var magnitude = bits & new Vector<uint>(~SignBit);
        var (raised, isSmall) = Raised(magnitude, scale.Least);
        var rounded = (raised + (Hash(magnitude ^ Hash(place)) & new Vector<uint>(DroppedMask))) & new Vector<uint>(~DroppedMask);
        rounded = Vector.ConditionalSelect(isSmall, Lowered(rounded, scale.Least), rounded);
        rounded = Vector.Min(rounded, new Vector<uint>(scale.Largest));
        var isNothing = Vector.Equals(rounded, Vector<uint>.Zero);
        if (scale.IsUnsigned)
        {
            // A second moment of zero beside a first one that is none would make a step without a bound.
            var lost = Vector.AndNot(isNothing, Vector.Equals(magnitude, Vector<uint>.Zero));
            return Vector.ConditionalSelect(lost, new Vector<uint>(scale.Step), rounded);
        }

        return rounded | Vector.AndNot(bits & new Vector<uint>(SignBit), isNothing);
    }

    /// <summary>Values below the least exponent are lifted to it, so that their mantissa ends where theirs does that have it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<uint> Raised, Vector<uint> IsSmall) Raised(Vector<uint> magnitude, uint least)
    {
        var isSmall = Vector.LessThan(magnitude, new Vector<uint>(least));
        var sum = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude) + Vector.AsVectorSingle(new Vector<uint>(least)));
        return (Vector.ConditionalSelect(isSmall, sum, magnitude), isSmall);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Lowered(Vector<uint> raised, uint least) =>
        Vector.AsVectorUInt32(Vector.AsVectorSingle(raised) - Vector.AsVectorSingle(new Vector<uint>(least)));

    /// <summary>lowbias32 (Wellons, 2018).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Hash(Vector<uint> x)
    {
        x ^= x >>> 16;
        x *= new Vector<uint>(0x7FEB_352D);
        x ^= x >>> 15;
        x *= new Vector<uint>(0x846C_A68B);
        return x ^ (x >>> 16);
    }
}
