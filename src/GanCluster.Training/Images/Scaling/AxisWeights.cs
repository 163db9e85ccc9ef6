namespace GanCluster.Training.Images.Scaling;

/// <summary>
/// What each pixel of a shorter or longer row is made of. Cubic convolution (Keys, 1981) with a = -0.5, widened by the
/// reduction so that nothing is skipped, as Pillow's Image.resize has it. The weights are exact fractions rounded to
/// 2^-22: no floating-point function, which machines have different ones of, is asked.
/// </summary>
internal sealed class AxisWeights
{
    /// <summary>Weights are this many bits of a whole; a sum of 255 times them is still a 32-bit number.</summary>
    public const int Bits = 22;

    private readonly int[] _firsts;
    private readonly int[][] _weights;

    private AxisWeights(int[] firsts, int[][] weights) => (_firsts, _weights) = (firsts, weights);

    public int Count => _firsts.Length;

    /// <summary>The first source pixel that anything is made of, and the one after the last.</summary>
    public (int First, int End) Reach => (_firsts.Min(), _firsts.Select((first, i) => first + _weights[i].Length).Max());

    /// <param name="pixels">Of the whole row: a part's neighbours beyond its border count.</param>
    /// <param name="part">Of the row.</param>
    /// <param name="count">What the part becomes.</param>
    public static AxisWeights Of(int pixels, Extent part, int count)
    {
        var (firsts, weights) = (new int[count], new int[count][]);
        for (var i = 0; i < count; i++)
        {
            (firsts[i], weights[i]) = At(i, pixels, part, count);
        }

        return new AxisWeights(firsts, weights);
    }

    public int First(int i) => _firsts[i];

    public ReadOnlySpan<int> At(int i) => _weights[i];

    /// <summary>
    /// With m = parts x count, a place is so many 2m-ths of a pixel, and the kernel's argument (the distance over the
    /// reduction, if there is one) so many <c>unit</c>-ths.
    /// </summary>
    private static (int First, int[] Weights) At(int i, int pixels, Extent part, int count)
    {
        var m = part.Parts * count;
        var unit = 2 * Math.Max(m, part.Length);
        var centre = (2 * part.Start * count) + (((2L * i) + 1) * part.Length);
        var first = Math.Max(0, (centre - (2 * unit) + m) / (2 * m));
        var end = Math.Min(pixels, (centre + (2 * unit) + m) / (2 * m));
        var (exact, sum) = (new Int128[end - first], (Int128)0);
        for (var k = 0; k < exact.Length; k++)
        {
            exact[k] = Cubic((((2 * (first + k)) + 1) * m) - centre, unit);
            sum += exact[k];
        }

        return ((int)first, Array.ConvertAll(exact, weight => Rounded(weight, sum)));
    }

    /// <summary>Keys's equation 15 for <c>distance / unit</c>, times <c>2 unit^3</c>.</summary>
    private static Int128 Cubic(long distance, long unit)
    {
        var (u, one) = ((Int128)Math.Abs(distance), (Int128)unit);
        return u < one ? (u * u * ((3 * u) - (5 * one))) + (2 * one * one * one)
            : u < 2 * one ? (one * ((u * ((5 * u) - (8 * one))) + (4 * one * one))) - (u * u * u)
            : 0;
    }

    /// <summary>Halves go away from 0.</summary>
    private static int Rounded(Int128 weight, Int128 sum)
    {
        var twice = (Int128.Abs(weight) << (Bits + 1)) / sum;
        var rounded = (int)((twice + 1) >> 1);
        return weight < 0 ? -rounded : rounded;
    }
}
