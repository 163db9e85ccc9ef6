namespace GanCluster.Training.Measures;

/// <summary>
/// SSIM of Wang et al., "Image quality assessment: from error visibility to structural similarity" (2004): an 11 x 11 Gaussian
/// window of sigma 1.5 wherever it fits, K1 = 0.01, K2 = 0.03.
/// </summary>
public static class StructuralSimilarity
{
    private const int Window = 11;
    private const double K1 = 0.01;
    private const double K2 = 0.03;

    private static readonly double[] Weights = Gaussian(1.5);

    /// <summary>The mean over square images of each one's mean SSIM: 1 for equal images.</summary>
    /// <param name="range">Between the largest and the smallest value that a pixel can have, such as 255.</param>
    public static double Mean(SampleMatrix images, SampleMatrix references, double range)
    {
        var side = (int)Math.Round(Math.Sqrt(images.Size));
        if ((images.Count, images.Size) != (references.Count, references.Size) || side * side != images.Size || side < Window)
        {
            throw new ArgumentException(
                $"{images.Count} rows of {images.Size} values are no square images with as many references");
        }

        return Enumerable.Range(0, images.Count).Average(i => Of(images.Row(i), references.Row(i), side, range));
    }

    private static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int side, double range)
    {
        var (c1, c2) = (Math.Pow(K1 * range, 2), Math.Pow(K2 * range, 2));
        var (meanX, meanY) = (Blur(x, side), Blur(y, side));
        var (squareX, squareY, product) = (Blur(Product(x, x), side), Blur(Product(y, y), side), Blur(Product(x, y), side));
        var sum = 0.0;
        for (var i = 0; i < meanX.Length; i++)
        {
            var (mx, my) = (meanX[i], meanY[i]);
            var (varianceX, varianceY, covariance) = (squareX[i] - (mx * mx), squareY[i] - (my * my), product[i] - (mx * my));
            sum += ((2 * mx * my) + c1) * ((2 * covariance) + c2)
                / (((mx * mx) + (my * my) + c1) * (varianceX + varianceY + c2));
        }

        return sum / meanX.Length;
    }

    private static double[] Product(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var product = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            product[i] = x[i] * y[i];
        }

        return product;
    }

    /// <summary>The window is a product of two lines: first along the rows, then along the columns.</summary>
    private static double[] Blur(ReadOnlySpan<double> image, int side)
    {
        var inner = side - Window + 1;
        var rows = new double[side * inner];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Weigh(image, (i / inner * side) + (i % inner), 1);
        }

        var blurred = new double[inner * inner];
        for (var i = 0; i < blurred.Length; i++)
        {
            blurred[i] = Weigh(rows, i, inner);
        }

        return blurred;
    }

    private static double Weigh(ReadOnlySpan<double> values, int first, int stride)
    {
        var sum = 0.0;
        for (var k = 0; k < Window; k++)
        {
            sum += Weights[k] * values[first + (k * stride)];
        }

        return sum;
    }

    private static double[] Gaussian(double sigma)
    {
        var values = Enumerable.Range(-Window / 2, Window).Select(x => Math.Exp(-x * x / (2 * sigma * sigma))).ToArray();
        return [.. values.Select(v => v / values.Sum())];
    }
}
