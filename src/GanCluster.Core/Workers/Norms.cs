using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GanCluster.Core.Workers;

/// <summary>Euclidean norms, in one pass at the speed of memory.</summary>
public static class Norms
{
    /// <summary>Added up in double precision and in eight sums whatever the processor's vectors are, so that a norm has the same bits
    /// on each.</summary>
    public static double Of(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var (lower, upper) = (Vector256<double>.Zero, Vector256<double>.Zero);
        foreach (var vector in vectors)
        {
            var (first, second) = Vector256.Widen(vector);
            lower += first * first;
            upper += second * second;
        }

        var sums = lower + upper;
        var sum = sums[0] + sums[1] + sums[2] + sums[3];
        foreach (var value in values[(vectors.Length * Vector256<float>.Count)..])
        {
            sum += (double)value * value;
        }

        return Math.Sqrt(sum);
    }
}
