using SkiaSharp;

namespace GanCluster.Training.Tests.Images.Decoding;

/// <summary>Files by SkiaSharp's encoders.</summary>
internal static class SkiaFiles
{
    /// <summary>A PNG of one pixel whose profile says that its values are linear light.</summary>
    public static byte[] LinearPng(byte[] rgb)
    {
        using var space = SKColorSpace.CreateSrgbLinear();
        return Encoded(
            new SKImageInfo(1, 1, SKColorType.Rgba8888, SKAlphaType.Opaque, space),
            [.. rgb, 255],
            (pixels, to) => pixels.Encode(to, SKPngEncoderOptions.Default));
    }

    public static byte[] Jpeg(int width, int height, byte[] grey) => Encoded(
        new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque),
        grey,
        (pixels, to) => pixels.Encode(to, new SKJpegEncoderOptions(100)));

    /// <summary>With half as many colours across and down.</summary>
    public static byte[] ColourJpeg(int width, int height, byte[] rgba) => Encoded(
        new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque),
        rgba,
        (pixels, to) => pixels.Encode(
            to, new SKJpegEncoderOptions(85, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore)));

    public static byte[] WebP(int width, int height, byte[] rgba, bool isLossless) => Encoded(
        new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul),
        rgba,
        (pixels, to) => pixels.Encode(to, new SKWebpEncoderOptions(
            isLossless ? SKWebpEncoderCompression.Lossless : SKWebpEncoderCompression.Lossy, 100)));

    private static byte[] Encoded(SKImageInfo info, byte[] pixels, Func<SKPixmap, Stream, bool> encode)
    {
        using var image = SKImage.FromPixelCopy(info, pixels);
        using var map = image.PeekPixels();
        using var file = new MemoryStream();
        Assert.True(encode(map, file));
        return file.ToArray();
    }
}
