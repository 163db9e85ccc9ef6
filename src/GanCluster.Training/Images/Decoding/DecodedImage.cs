using SkiaSharp;

namespace GanCluster.Training.Images.Decoding;

/// <summary>An image as it is shown, in memory that is given back by <see cref="Dispose"/>.</summary>
public sealed class DecodedImage : IDisposable
{
    private readonly SKBitmap _bitmap;
    private readonly IDisposable? _admission;

    /// <param name="bitmap">RGBA without gaps between rows, composited; owned from here on.</param>
    /// <param name="admission">Disposed with the image.</param>
    internal DecodedImage(SKBitmap bitmap, ImageKind kind, SKEncodedOrigin turned, bool wasTransparent, IDisposable? admission)
    {
        (_bitmap, Kind, WasTransparent, _admission) = (bitmap, kind, wasTransparent, admission);
        Layout = PixelLayout.Of(bitmap.Width, bitmap.Height, turned);
    }

    public ImageKind Kind { get; }

    /// <summary>Whether something of the background shows.</summary>
    public bool WasTransparent { get; }

    /// <summary>Turned as the file says it is to be shown.</summary>
    public int Width => Layout.Width;

    public int Height => Layout.Height;

    internal PixelLayout Layout { get; }

    internal ReadOnlySpan<byte> Bytes => _bitmap.GetPixelSpan();

    /// <summary>Whether R, G and B are the same in every pixel.</summary>
    public bool IsGrey()
    {
        var bytes = Bytes;
        for (var i = 0; i + 3 < bytes.Length; i += 4)
        {
            if (bytes[i] != bytes[i + 1] || bytes[i] != bytes[i + 2])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A copy, of three channels.</summary>
    public PixelImage ToPixels()
    {
        var (pixels, next) = (new byte[Width * Height * 3], 0);
        var bytes = Bytes;
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++, next += 3)
            {
                bytes.Slice(Layout.Origin + (x * Layout.StepX) + (y * Layout.StepY), 3).CopyTo(pixels.AsSpan(next));
            }
        }

        return new PixelImage(Width, Height, 3, pixels);
    }

    public void Dispose()
    {
        _bitmap.Dispose();
        _admission?.Dispose();
    }
}
