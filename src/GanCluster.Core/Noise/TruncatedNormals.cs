namespace GanCluster.Core.Noise;

/// <summary>Standard normals inside a bound: one outside is drawn again, as Brock et al. (2019, BigGAN) do.</summary>
public static class TruncatedNormals
{
    /// <summary>Below it nearly every number would be drawn again.</summary>
    public const double LeastBound = 0.25;

    /// <summary>So far apart on the stream are a number and what stands in for it; no run draws as many numbers.</summary>
    private const int StrideBits = 58;

    /// <summary>
    /// Elements [first, first + length); each depends on (seed, stream, its number, bound) alone. One that 63 draws leave
    /// outside, of which there is one in a million at <see cref="LeastBound"/> and none in practice above 0.5, becomes 0.
    /// </summary>
    /// <param name="bound">At least <see cref="LeastBound"/>.</param>
    public static void Fill(ulong seed, NoiseStream stream, ulong first, Span<float> values, double bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, LeastBound);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, (1UL << StrideBits) - (ulong)values.Length);
        Normals.Fill(seed, stream, first, values);
        for (var i = 0; i < values.Length; i++)
        {
            for (var draw = 1UL; Math.Abs(values[i]) > bound; draw++)
            {
                if (draw >> (64 - StrideBits) != 0)
                {
                    values[i] = 0;
                    break;
                }

                Normals.Fill(seed, stream, (draw << StrideBits) + first + (ulong)i, values.Slice(i, 1));
            }
        }
    }
}
