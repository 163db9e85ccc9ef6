using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCluster.Core.Sums;

/// <summary>The addition that every sum over replicas is made of.</summary>
public static class FloatSums
{
    /// <summary>sum = left + right by elements, so that the vector's width changes no bit. Sum may be left itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> sum)
    {
        right = right[..left.Length];
        sum = sum[..left.Length];
        var leftVectors = MemoryMarshal.Cast<float, Vector<float>>(left);
        var rightVectors = MemoryMarshal.Cast<float, Vector<float>>(right)[..leftVectors.Length];
        var sumVectors = MemoryMarshal.Cast<float, Vector<float>>(sum)[..leftVectors.Length];
        for (var i = 0; i < leftVectors.Length; i++)
        {
            sumVectors[i] = leftVectors[i] + rightVectors[i];
        }

        for (var i = leftVectors.Length * Vector<float>.Count; i < left.Length; i++)
        {
            sum[i] = left[i] + right[i];
        }
    }
}
