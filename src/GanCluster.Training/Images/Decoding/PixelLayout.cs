using SkiaSharp;

namespace GanCluster.Training.Images.Decoding;

/// <summary>
/// An image over memory of four bytes a pixel (R, G, B and one that is not looked at): the pixel (x, y) begins at
/// <c>Origin + x * StepX + y * StepY</c>. So an image is turned and mirrored without being moved.
/// </summary>
internal readonly record struct PixelLayout(int Width, int Height, int Origin, int StepX, int StepY)
{
    private const int PixelBytes = 4;

    /// <param name="width">Of the image in memory, which has no space between rows.</param>
    /// <param name="turned">How the stored image is to be shown (EXIF's eight orientations).</param>
    public static PixelLayout Of(int width, int height, SKEncodedOrigin turned)
    {
        var row = width * PixelBytes;
        var (right, bottom) = (row - PixelBytes, (height - 1) * row);
        return turned switch
        {
            SKEncodedOrigin.TopRight => new(width, height, right, -PixelBytes, row),
            SKEncodedOrigin.BottomRight => new(width, height, bottom + right, -PixelBytes, -row),
            SKEncodedOrigin.BottomLeft => new(width, height, bottom, PixelBytes, -row),
            SKEncodedOrigin.LeftTop => new(height, width, 0, row, PixelBytes),
            SKEncodedOrigin.RightTop => new(height, width, bottom, -row, PixelBytes),
            SKEncodedOrigin.RightBottom => new(height, width, bottom + right, -row, -PixelBytes),
            SKEncodedOrigin.LeftBottom => new(height, width, right, row, -PixelBytes),
            _ => new(width, height, 0, PixelBytes, row),
        };
    }
}
