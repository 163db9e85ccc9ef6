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
    public void Few_colours_are_read_back_as_they_were_and_the_same_in_every_frame()
    {
        var read = ReadColours(Write([Colours(0), Colours(1)]));

        Assert.Equal(Colours(0).Pixels, read[0]);
        Assert.Equal(Colours(1).Pixels, read[1]);

        static PixelImage Colours(int turn) => new(12, 12, 3, [.. Enumerable.Range(0, 12 * 12).SelectMany(i =>
            ((byte[][])[[255, 255, 255], [0, 0, 0], [252, 4, 4], [12, 100, 204]])[((i / 36) + turn) % 4])]);
    }

    [Fact]
    public void A_hundred_thousand_colours_are_shown_by_near_ones()
    {
        var image = new PixelImage(256, 128, 3, [.. Enumerable.Range(0, 256 * 128).SelectMany(i =>
            (byte[])[(byte)i, (byte)(i / 128), (byte)((i % 256) + (i / 256) / 2)])]);

        var read = Assert.Single(ReadColours(Write([image])));

        var differences = image.Pixels.Zip(read, (a, b) => Math.Abs(a - b)).ToList();
        Assert.InRange(differences.Average(), 0, 10);
        Assert.InRange(differences.Max(), 0, 48);
        Assert.Equal(read, Assert.Single(ReadColours(Write([image]))));
    }

    [Fact]
    public void Frames_of_several_sizes_or_colours_are_refused()
    {
        var grey = new PixelImage(2, 2, 1, new byte[4]);

        Assert.Throws<ArgumentException>(() => Write([grey, new PixelImage(4, 1, 1, new byte[4])]));
        Assert.Throws<ArgumentException>(() => Write([grey, new PixelImage(2, 2, 3, new byte[12])]));
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

    private static List<byte[]> Read(byte[] gif) => [.. ReadColours(gif).Select(rgb =>
    {
        Assert.All(rgb.Chunk(3), pixel => Assert.Equal((pixel[0], pixel[0]), (pixel[1], pixel[2])));
        return rgb.Where((_, i) => i % 3 == 0).ToArray();
    })];

    /// <summary>By another's reader.</summary>
    private static List<byte[]> ReadColours(byte[] gif)
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
        Assert.All(bitmap.Pixels, pixel => Assert.Equal(255, pixel.Alpha));
        return [.. bitmap.Pixels.SelectMany(pixel => (byte[])[pixel.Red, pixel.Green, pixel.Blue])];
    }
}
