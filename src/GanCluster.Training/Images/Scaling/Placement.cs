namespace GanCluster.Training.Images.Scaling;

/// <summary>A part of a row or column of pixels, from <c>Start / Parts</c> and <c>Length / Parts</c> long.</summary>
public readonly record struct Extent(long Start, long Length, long Parts)
{
    public static Extent Whole(int pixels) => new(0, pixels, 1);

    /// <summary>A part of <c>length / parts</c> pixels with as much before it as after it.</summary>
    internal static Extent Middle(int pixels, long length, long parts) => new((pixels * parts) - length, 2 * length, 2 * parts);
}

/// <summary>What part of an image goes where in a sample.</summary>
/// <param name="X">Of the image, in its pixels.</param>
/// <param name="Left">Of the sample, as are those after it.</param>
public readonly record struct Placement(Extent X, Extent Y, int Left, int Top, int Width, int Height)
{
    /// <param name="width">Of the image.</param>
    /// <param name="toWidth">Of the sample.</param>
    public static Placement Of(ImageFit fit, int width, int height, int toWidth, int toHeight)
    {
        var (x, y) = (Extent.Whole(width), Extent.Whole(height));
        var wider = ((long)width * toHeight).CompareTo((long)height * toWidth);
        if (wider == 0 || fit == ImageFit.Stretch)
        {
            return new Placement(x, y, 0, 0, toWidth, toHeight);
        }

        if (fit == ImageFit.Crop)
        {
            return wider > 0
                ? new Placement(Extent.Middle(width, (long)height * toWidth, toHeight), y, 0, 0, toWidth, toHeight)
                : new Placement(x, Extent.Middle(height, (long)width * toHeight, toWidth), 0, 0, toWidth, toHeight);
        }

        var (inWidth, inHeight) = wider > 0
            ? (toWidth, Rounded((long)height * toWidth, width))
            : (Rounded((long)width * toHeight, height), toHeight);
        return new Placement(x, y, (toWidth - inWidth) / 2, (toHeight - inHeight) / 2, inWidth, inHeight);
    }

    /// <summary>At least 1: of a line a line is left.</summary>
    private static int Rounded(long a, long b) => (int)Math.Max(1, ((2 * a) + b) / (2 * b));
}
