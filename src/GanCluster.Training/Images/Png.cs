using SkiaSharp;

namespace GanCluster.Training.Images;

/// <summary>Writes PNG: 8 bits a channel, grey or RGB, no time stamp, so equal pixels give equal bytes.</summary>
public static class Png
{
    /// <summary>Replaces the file in one move: a reader sees the old image or the new one.</summary>
    public static void Write(string path, PixelImage image)
    {
        var partial = path + ".partial";
        try
        {
            using (var stream = File.Create(partial))
            {
                Write(stream, image.Width, image.Height, image.Channels, image.Pixels);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    public static void Write(Stream stream, int width, int height, int channels, ReadOnlySpan<byte> pixels)
    {
        if (channels is not (1 or 3) || width <= 0 || height <= 0 || (long)width * height * channels != pixels.Length)
        {
            throw new ArgumentException($"{pixels.Length} bytes are no image of {width} x {height} x {channels}");
        }

        using var image = channels == 1
            ? SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque), pixels)
            : SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgb888x, SKAlphaType.Opaque), Padded(pixels));
        using var file = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        file.SaveTo(stream);
    }

    /// <summary>With a fourth byte a pixel, which is not written.</summary>
    private static byte[] Padded(ReadOnlySpan<byte> rgb)
    {
        var padded = new byte[rgb.Length / 3 * 4];
        for (var i = 0; i < rgb.Length; i += 3)
        {
            rgb.Slice(i, 3).CopyTo(padded.AsSpan(i / 3 * 4));
        }

        return padded;
    }
}
