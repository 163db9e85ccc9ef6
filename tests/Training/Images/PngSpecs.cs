using GanCluster.Training.Images;
using SkiaSharp;

namespace GanCluster.Training.Tests.Images;

public sealed class PngSpecs
{
    /// <summary>The standard's numbers for the kinds of pixels, which come after the depth in the head.</summary>
    private const byte Grey = 0;
    private const byte Rgb = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_written_image_is_decoded_to_the_same_pixels(int channels)
    {
        var pixels = Enumerable.Range(0, 7 * 5 * channels).Select(i => (byte)(i * 37)).ToArray();
        var stream = new MemoryStream();
        Png.Write(stream, 7, 5, channels, pixels);

        var file = stream.ToArray();
        using var codec = SKCodec.Create(new MemoryStream(file));
        Assert.Equal((7, 5), (codec.Info.Width, codec.Info.Height));
        Assert.Equal((8, channels == 1 ? Grey : Rgb), (file[24], file[25]));
        Assert.Equal(pixels, Decoded(file, channels));
    }

    [Fact]
    public void A_file_is_replaced_whole_and_equal_pixels_give_equal_bytes()
    {
        using var temp = new TempFolder();
        var path = temp.File("grid.png");
        File.WriteAllBytes(path, new byte[10_000]);

        Png.Write(path, new PixelImage(2, 1, 1, [0, 255]));
        var first = File.ReadAllBytes(path);
        Png.Write(path, new PixelImage(2, 1, 1, [0, 255]));

        Assert.Equal([0, 255], Decoded(first));
        Assert.Equal(first, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(temp.Path));
    }

    [Fact]
    public void A_failed_write_leaves_the_image_before()
    {
        using var temp = new TempFolder();
        var path = temp.File("grid.png");
        Png.Write(path, new PixelImage(1, 1, 1, [9]));
        Assert.Throws<ArgumentException>(() => Png.Write(path, new PixelImage(2, 2, 1, [9])));
        Assert.Equal([9], Decoded(File.ReadAllBytes(path)));
        Assert.Equal([path], Directory.GetFiles(temp.Path));
    }

    /// <summary>The first channels of each pixel.</summary>
    private static byte[] Decoded(byte[] file, int channels = 1)
    {
        using var bitmap = SKBitmap.Decode(file);
        return [.. bitmap.Pixels.SelectMany(pixel => new[] { pixel.Red, pixel.Green, pixel.Blue }[..channels])];
    }
}
