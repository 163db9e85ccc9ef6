using GanCluster.Core;
using SkiaSharp;

namespace GanCluster.Training.Images.Decoding;

/// <summary>
/// Reads PNG, JPEG, WebP, GIF (its first frame) and BMP. The values are those that the file holds, 8 bits of them: no colour
/// profile and no gamma is gone by, so that no machine's colour management has a say.
/// </summary>
public static class ImageDecoder
{
    /// <summary>Four bytes each are allocated, after the file's head has said that there are no more.</summary>
    public const int MaxPixels = 1 << 26;

    public const int MaxSide = 65_535;

    /// <summary>As many as the largest image has with 16 bits a channel and no compression.</summary>
    public const long MaxFileBytes = MaxPixels * 8L;

    /// <param name="background">What shows where the image is transparent.</param>
    /// <param name="admit">Is asked with the number of pixels, before they are allocated, and may wait; what it gives is disposed
    /// when they are given back.</param>
    /// <exception cref="UserInputException">The file can't be read, or is no sound image, or too large.</exception>
    public static DecodedImage Read(string path, Rgb background, Func<long, IDisposable?>? admit = null)
    {
        try
        {
            using var file = File.OpenRead(path);
            return file.Length switch
            {
                0 => throw new UserInputException($"'{path}' is empty: replace it or take it away"),
                > MaxFileBytes => throw new UserInputException(
                    $"'{path}' has {file.Length} bytes, and at most {MaxFileBytes} are read: make it smaller"),
                _ => Decode(Whole(file), path, background, admit),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{path}' can't be read ({e.Message}): check that it is there and readable", e);
        }
    }

    /// <param name="path">What errors call it.</param>
    /// <inheritdoc cref="Read"/>
    public static DecodedImage Decode(ReadOnlySpan<byte> file, string path, Rgb background) =>
        Decode(SKData.CreateCopy(file), path, background, admit: null);

    /// <summary>Whole: the codec reads from the native side, where nobody could catch what a stream throws.</summary>
    private static SKData Whole(FileStream file)
    {
        var data = SKData.Create(file.Length);
        try
        {
            file.ReadExactly(data.Span);
            return data;
        }
        catch (IOException)
        {
            data.Dispose();
            throw;
        }
    }

    private static DecodedImage Decode(SKData file, string path, Rgb background, Func<long, IDisposable?>? admit)
    {
        using var data = file;
        if (ImageKinds.Of(data.AsSpan()) is not { } kind)
        {
            throw new UserInputException($"'{path}' is no image (PNG, JPEG, WebP, GIF or BMP): replace it or take it away");
        }

        if (kind == ImageKind.Jpeg && !JpegEnd.IsThere(data.AsSpan()))
        {
            throw Unsound(SKCodecResult.IncompleteInput, path);
        }

        using var stream = new SKMemoryStream(data);
        using var codec = SKCodec.Create(stream, out var result) ?? throw Unsound(result, path);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width is <= 0 or > MaxSide || height is <= 0 or > MaxSide || (long)width * height > MaxPixels)
        {
            throw new UserInputException($"'{path}' is of {width} x {height} pixels, and at most {MaxPixels} and "
                + $"{MaxSide} a side are read: make it smaller");
        }

        var admission = admit?.Invoke((long)width * height);
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
        {
            bitmap.Dispose();
            admission?.Dispose();
            throw Unsound(result, path);
        }

        var wasTransparent = Compositing.Over(background, bitmap.GetPixelSpan());
        return new DecodedImage(bitmap, kind, codec.EncodedOrigin, wasTransparent, admission);
    }

    private static UserInputException Unsound(SKCodecResult result, string path) => new(result == SKCodecResult.IncompleteInput
        ? $"'{path}' is truncated: replace it with a whole copy"
        : $"'{path}' is damaged: replace it with a sound copy");
}
