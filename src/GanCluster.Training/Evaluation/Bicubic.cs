namespace GanCluster.Training.Evaluation;

/// <summary>
/// Enlargement by cubic convolution (Keys, 1981) with a = -0.5, the one that is exact for parabolas. Pixels are areas: the
/// centre of the large pixel i lies at (i + 1/2) / factor - 1/2 of the small ones. Beyond the border its pixels go on.
/// </summary>
public static class Bicubic
{
    private const double A = -0.5;
    private const int Taps = 4;

    /// <param name="image">(side, side)</param>
    /// <returns>(factor x side, factor x side), clamped to [-1, 1].</returns>
    public static float[] Enlarge(ReadOnlySpan<float> image, int side, int factor)
    {
        var values = new double[image.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = image[i];
        }

        var large = RowsAcross(RowsAcross(values, side, factor), side, factor);
        return [.. large.Select(value => (float)Math.Clamp(value, -1, 1))];
    }

    /// <summary>Enlarges every row, and makes columns of them: twice, and both directions are enlarged.</summary>
    private static double[] RowsAcross(double[] image, int columns, int factor)
    {
        var rows = image.Length / columns;
        var result = new double[image.Length * factor];
        for (var x = 0; x < columns * factor; x++)
        {
            for (var y = 0; y < rows; y++)
            {
                result[(x * rows) + y] = At(image.AsSpan(y * columns, columns), ((x + 0.5) / factor) - 0.5);
            }
        }

        return result;
    }

    private static double At(ReadOnlySpan<double> row, double place)
    {
        var first = (int)Math.Floor(place) - 1;
        var sum = 0.0;
        for (var i = first; i < first + Taps; i++)
        {
            sum += Weight(Math.Abs(place - i)) * row[Math.Clamp(i, 0, row.Length - 1)];
        }

        return sum;
    }

    /// <summary>Keys's equation 15.</summary>
    private static double Weight(double distance) => distance switch
    {
        < 1 => ((((A + 2) * distance) - (A + 3)) * distance * distance) + 1,
        < 2 => (((((A * distance) - (5 * A)) * distance) + (8 * A)) * distance) - (4 * A),
        _ => 0,
    };
}
