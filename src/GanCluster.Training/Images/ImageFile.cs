using GanCluster.Core;
using SkiaSharp;

namespace GanCluster.Training.Images;

/// <summary>Reads PNG and JPEG files as grey images. What a file says of its colour space is not gone by.</summary>
public static class ImageFile
{
    /// <summary>What the file's head says, before anything is decoded.</summary>
    /// <exception cref="UserInputException">It is no sound PNG or JPEG file.</exception>
    public static (int Width, int Height) SizeOf(string path)
    {
        using var codec = Open(path);
        return (codec.Info.Width, codec.Info.Height);
    }

    /// <summary>
    /// Grey is Rec. 601's luma. What is transparent becomes black, since that is what training puts around an image.
    /// </summary>
    /// <returns>The image, and whether colours were lost.</returns>
    /// <inheritdoc cref="SizeOf"/>
    public static (PixelImage Image, bool WasColoured) ReadGrey(string path)
    {
        using var codec = Open(path);
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        if (info.BytesSize64 > Array.MaxLength)
        {
            throw new UserInputException($"'{path}' is of {info.Width} x {info.Height} pixels, too many to be read: make it smaller");
        }

        using var bitmap = new SKBitmap(info);
        return codec.GetPixels(info, bitmap.GetPixels()) switch
        {
            SKCodecResult.Success => Grey(bitmap),
            SKCodecResult.IncompleteInput => throw Truncated(path),
            _ => throw new UserInputException($"'{path}' is damaged: replace it with a sound copy"),
        };
    }

    private static SKCodec Open(string path)
    {
        try
        {
            // Whole: the codec reads from the native side, where nobody could catch what a stream throws.
            var bytes = File.ReadAllBytes(path);
            var codec = SKCodec.Create(new MemoryStream(bytes), out var result);
            if (codec is not null && codec.EncodedFormat is SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg)
            {
                return codec;
            }

            codec?.Dispose();
            throw result == SKCodecResult.IncompleteInput && (bytes is [0x89, (byte)'P', ..] or [0xFF, 0xD8, ..])
                ? Truncated(path)
                : new UserInputException($"'{path}' is no PNG or JPEG image: replace it or take it away");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{path}' can't be read ({e.Message}): check that it is there and readable", e);
        }
    }

    private static UserInputException Truncated(string path) => new($"'{path}' is truncated: replace it with a whole copy");

    private static (PixelImage Image, bool WasColoured) Grey(SKBitmap bitmap)
    {
        var (grey, isColoured) = (new byte[bitmap.Width * bitmap.Height], false);
        var pixels = bitmap.GetPixelSpan();
        for (var i = 0; i < grey.Length; i++)
        {
            var rgba = pixels.Slice(i * 4, 4);
            isColoured |= rgba[0] != rgba[1] || rgba[1] != rgba[2];
            var luma = ((299 * rgba[0]) + (587 * rgba[1]) + (114 * rgba[2]) + 500) / 1000;
            grey[i] = (byte)(((luma * rgba[3]) + 127) / 255);
        }

        return (new PixelImage(bitmap.Width, bitmap.Height, 1, grey), isColoured);
    }
}
