using System.Numerics;
using System.Runtime.InteropServices;

namespace GanCluster.Core.Workers;

/// <summary>Whether numbers can be gone on with, in one pass at the speed of memory.</summary>
public static class Finite
{
    /// <summary>The largest gradient whose square is a number: beyond it Adam's second moments are not, and the parameter stands
    /// still for ever.</summary>
    public static readonly float LargestGradient = MathF.Sqrt(float.MaxValue);

    /// <summary>True if every value is a number of at most this size.</summary>
    public static bool Within(ReadOnlySpan<float> values, float largest = float.MaxValue)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var limit = new Vector<float>(largest);
        var within = Vector<int>.AllBitsSet;
        foreach (var vector in vectors)
        {
            // False for what is not a number, too.
            within &= Vector.LessThanOrEqual(Vector.Abs(vector), limit);
        }

        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
        {
            if (!(MathF.Abs(value) <= largest))
            {
                return false;
            }
        }

        return Vector.EqualsAll(within, Vector<int>.AllBitsSet);
    }
}
