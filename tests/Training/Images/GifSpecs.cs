using GanCluster.Training.Images;
using SkiaSharp;

namespace GanCluster.Training.Tests.Images;

public class GifSpecs
{
    public static TheoryData<string, byte[]> Pictures => new()
    {
        { "one grey", [.. Enumerable.Repeat((byte)7, 64 * 64)] },
        { "every grey", [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)i)] },
        { "noise, so that the codes run out several times", Noise(64 * 64) },
        { "stripes", [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)(i % 3 * 100))] },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void What_is_written_is_read_back(string what, byte[] pixels)
    {
        var frames = new[] { new PixelImage(64, 64, 1, pixels), new PixelImage(64, 64, 1, [.. pixels.Reverse()]) };

        var read = Read(Write(frames));

        Assert.True(2 == read.Count, what);
        Assert.Equal(pixels, read[0]);
        Assert.Equal(pixels.Reverse(), read[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(767)]
    [InlineData(768)]
    [InlineData(3837)]
    [InlineData(3838)]
    [InlineData(3839)]
    [InlineData(3840)]
    [InlineData(7678)]
    public void Any_number_of_pixels_ends_well(int count)
    {
        var pixels = Noise(count);

        Assert.Equal(pixels, Assert.Single(Read(Write([new PixelImage(count, 1, 1, pixels)]))));
    }

    [Fact]
    public void Frames_of_several_sizes_or_colours_are_refused()
    {
        var grey = new PixelImage(2, 2, 1, new byte[4]);

        Assert.Throws<ArgumentException>(() => Write([grey, new PixelImage(4, 1, 1, new byte[4])]));
        Assert.Throws<ArgumentException>(() => Write([new PixelImage(2, 2, 3, new byte[12])]));
    }

    private static byte[] Noise(int count)
    {
        var state = 1u;
        return [.. Enumerable.Range(0, count).Select(_ => (byte)((state = (state * 1664525) + 1013904223) >> 24))];
    }

    private static byte[] Write(PixelImage[] frames)
    {
        using var stream = new MemoryStream();
        Gif.Write(stream, frames, hundredths: 5);
        return stream.ToArray();
    }

    /// <summary>By another's reader.</summary>
    private static List<byte[]> Read(byte[] gif)
    {
        using var codec = SKCodec.Create(new MemoryStream(gif));
        Assert.Equal((SKEncodedImageFormat.Gif, -1), (codec.EncodedFormat, codec.RepetitionCount));
        Assert.All(codec.FrameInfo, frame => Assert.Equal(50, frame.Duration));
        return [.. Enumerable.Range(0, codec.FrameCount).Select(frame => Frame(codec, frame))];
    }

    private static byte[] Frame(SKCodec codec, int frame)
    {
        using var bitmap = new SKBitmap(
            new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        Assert.Equal(SKCodecResult.Success, codec.GetPixels(bitmap.Info, bitmap.GetPixels(), new SKCodecOptions(frame)));
        return [.. bitmap.Pixels.Select(pixel =>
        {
            Assert.Equal((pixel.Red, pixel.Red, 255), (pixel.Green, pixel.Blue, pixel.Alpha));
            return pixel.Red;
        })];
    }
}
