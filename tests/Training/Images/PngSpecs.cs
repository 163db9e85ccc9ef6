using GanCluster.Training.Images;

namespace GanCluster.Training.Tests.Images;

public sealed class PngSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_written_image_is_decoded_to_the_same_pixels(int channels)
    {
        var pixels = Enumerable.Range(0, 7 * 5 * channels).Select(i => (byte)(i * 37)).ToArray();
        var stream = new MemoryStream();
        Png.Write(stream, 7, 5, channels, pixels);

        var image = PlainPng.Decode(stream.ToArray());

        Assert.Equal((7, 5, channels), (image.Width, image.Height, image.Channels));
        Assert.Equal(pixels, image.Pixels);
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

        Assert.Equal([0, 255], PlainPng.Decode(first).Pixels);
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
        Assert.Equal([9], PlainPng.Decode(File.ReadAllBytes(path)).Pixels);
        Assert.Equal([path], Directory.GetFiles(temp.Path));
    }
}
