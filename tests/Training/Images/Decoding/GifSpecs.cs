using GanCluster.Training.Images;
using GanCluster.Training.Images.Decoding;

namespace GanCluster.Training.Tests.Images.Decoding;

public sealed class GifSpecs
{
    private static readonly byte[] Palette = [200, 100, 50, 1, 2, 3, 0, 0, 0, 9, 9, 9];

    [Fact]
    public void The_first_frame_is_read() =>
        Equal(
            [200, 100, 50, 1, 2, 3],
            GifBytes.Of(2, 1, Palette, new GifFrame(0, 0, 2, [0, 1]), new GifFrame(0, 0, 2, [3, 3])));

    [Fact]
    public void What_the_frame_leaves_open_is_background() =>
        Equal(
            [255, 255, 255, 1, 2, 3, 255, 255, 255, 255, 255, 255],
            GifBytes.Of(2, 2, Palette, new GifFrame(1, 0, 1, [1, 2], Transparent: 2)));

    private static void Equal(byte[] expected, byte[] file)
    {
        using var image = ImageDecoder.Decode(file, "an image", Rgb.White);
        Assert.Equal(ImageKind.Gif, image.Kind);
        Assert.Equal(expected, image.ToPixels().Pixels);
    }
}
