namespace GanCluster.Training.Data;

/// <summary>
/// The protocol of VEEGAN and PacGAN, on 2,500 generated points. The true mixture's share is 1 - exp(-4.5) = 98.89 %: more
/// means shrunken modes. The noise floor of the reverse KL is about (modes - 1) / (2 * points).
/// </summary>
/// <param name="Modes">Means to which at least one high-quality point is nearest.</param>
/// <param name="HighQualityShare">Points nearer than 3 sigma to their nearest mean, of all.</param>
/// <param name="ReverseKl">KL(histogram of all points by nearest mean || uniform), in nats.</param>
public sealed record ModeMeasures(int Modes, double HighQualityShare, double ReverseKl)
{
    public const int StandardPoints = 2500;

    /// <param name="points">
    /// x, y, x, y, ... in the units of the means: a network's values times <see cref="MixtureSpec.Scale"/>. A point that is
    /// not finite is near no mean: it lowers the share and is in no bin. Without any finite point the KL is its worst, ln(modes).
    /// </param>
    public static ModeMeasures Of(MixtureSpec spec, ReadOnlySpan<float> points)
    {
        if (points.IsEmpty || points.Length % 2 != 0)
        {
            throw new ArgumentException($"{points.Length} values are no points in the plane");
        }

        var (all, good) = Count(spec, points);
        return new ModeMeasures(good.Count(n => n > 0), good.Sum() / (points.Length / 2.0), KlToUniform(all));
    }

    /// <returns>Means with at least this part of their fair share of the points as high-quality ones.</returns>
    public static int Held(MixtureSpec spec, ReadOnlySpan<float> points, double part)
    {
        var (_, good) = Count(spec, points);
        var least = part * points.Length / 2 / good.Length;
        return good.Count(n => n >= least);
    }

    /// <summary>Finite points, and those of high quality, by their nearest mean.</summary>
    private static (int[] All, int[] Good) Count(MixtureSpec spec, ReadOnlySpan<float> points)
    {
        var (all, good) = (new int[spec.Means.Count], new int[spec.Means.Count]);
        for (var i = 0; i < points.Length; i += 2)
        {
            if (float.IsFinite(points[i]) && float.IsFinite(points[i + 1]))
            {
                var (mode, distance) = Nearest(spec, points[i], points[i + 1]);
                all[mode]++;
                good[mode] += distance < 3.0 * spec.Sigma ? 1 : 0;
            }
        }

        return (all, good);
    }

    private static (int Mode, double Distance) Nearest(MixtureSpec spec, double x, double y)
    {
        var (mode, least) = (0, double.PositiveInfinity);
        for (var i = 0; i < spec.Means.Count; i++)
        {
            var (dx, dy) = (x - spec.Means[i].X, y - spec.Means[i].Y);
            var square = (dx * dx) + (dy * dy);
            if (square < least)
            {
                (mode, least) = (i, square);
            }
        }

        return (mode, Math.Sqrt(least));
    }

    /// <summary>KL(histogram || uniform), in nats; of an empty histogram its worst, ln(bins).</summary>
    internal static double KlToUniform(int[] histogram)
    {
        var total = (double)histogram.Sum();
        return total == 0
            ? Math.Log(histogram.Length)
            : histogram.Where(n => n > 0).Sum(n => n / total * Math.Log(n / total * histogram.Length));
    }
}
