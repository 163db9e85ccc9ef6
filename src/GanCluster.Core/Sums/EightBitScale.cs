using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCluster.Core.Sums;

/// <summary>What the numbers of a block are: all of them follow from its exponent, and whether there is a sign.</summary>
/// <param name="Exponent">Of the largest.</param>
public readonly record struct EightBitScale(int Exponent, bool IsUnsigned)
{
    private const int Bias = 127;
    private const uint SignBit = 0x8000_0000;
    private const uint Infinity = 0x7F80_0000;
    private const uint Mantissa = 0x007F_FFFF;

    /// <summary>A mantissa of 1.875, the largest of three bits.</summary>
    private const uint LargestMantissa = 0x0070_0000;

    /// <summary>Of a block's largest value: with less the smallest step would not be a normal float.</summary>
    private const int LeastExponent = -93;

    /// <summary>The largest number, as a float's bits.</summary>
    public uint Largest => ((uint)(Exponent + Bias) << 23) | LargestMantissa;

    /// <summary>The least number whose mantissa is whole, as a float's bits; below it they go in steps of an eighth of it.</summary>
    public uint Least => (uint)(Exponent - (IsUnsigned ? 30 : 14) + Bias) << 23;

    /// <summary>The least number above zero, as a float's bits.</summary>
    public uint Step => Least - (3u << 23);

    /// <summary>The two bytes that name it in a coded block.</summary>
    public ushort Code => (ushort)(((Exponent - LeastExponent) << 1) | (IsUnsigned ? 1 : 0));

    /// <returns>Null: the block has a value that is no number, or infinite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static EightBitScale? Of(ReadOnlySpan<uint> bits)
    {
        var (largest, signs) = (0u, 0u);
        var vectors = MemoryMarshal.Cast<uint, Vector<uint>>(bits);
        var (mostOf, signsOf) = (Vector<uint>.Zero, Vector<uint>.Zero);
        foreach (var vector in vectors)
        {
            var magnitude = vector & new Vector<uint>(~SignBit);
            mostOf = Vector.Max(mostOf, magnitude);
            signsOf |= Vector.AndNot(vector, Vector.Equals(magnitude, Vector<uint>.Zero));
        }

        for (var i = 0; i < Vector<uint>.Count; i++)
        {
            largest = Math.Max(largest, mostOf[i]);
            signs |= signsOf[i];
        }

        foreach (var value in bits[(vectors.Length * Vector<uint>.Count)..])
        {
            largest = Math.Max(largest, value & ~SignBit);
            signs |= (value & ~SignBit) == 0 ? 0 : value;
        }

        // What would be rounded up to the next exponent has that.
        var exponent = (int)(largest >> 23) - Bias + ((largest & Mantissa) > LargestMantissa ? 1 : 0);
        return largest >= Infinity
            ? null
            : new EightBitScale(Math.Clamp(exponent, LeastExponent, Bias), (signs & SignBit) == 0);
    }

    /// <returns>Null: no scale has this code.</returns>
    public static EightBitScale? Of(ushort code) => (code >> 1) + LeastExponent is var exponent && exponent <= Bias
        ? new EightBitScale(exponent, (code & 1) == 1)
        : null;
}
