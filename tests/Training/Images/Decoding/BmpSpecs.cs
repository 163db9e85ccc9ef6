using GanCluster.Training.Images;
using GanCluster.Training.Images.Decoding;

namespace GanCluster.Training.Tests.Images.Decoding;

public sealed class BmpSpecs
{
    private static readonly byte[] Palette = [50, 100, 200, 0, 7, 8, 9, 0];

    [Fact]
    public void Rows_go_from_the_bottom_or_from_the_top()
    {
        byte[] rows = [3, 2, 1, 0, 6, 5, 4, 0];
        Equal([4, 5, 6, 1, 2, 3], BmpBytes.Of(1, 2, 24, rows));
        Equal([1, 2, 3, 4, 5, 6], BmpBytes.Of(1, -2, 24, rows));
    }

    [Fact]
    public void Palettes_are_read_packed_or_not()
    {
        Equal([9, 8, 7, 200, 100, 50, 9, 8, 7], BmpBytes.Of(3, 1, 8, [1, 0, 1, 0], palette: Palette));
        Equal([9, 8, 7, 200, 100, 50, 9, 8, 7], BmpBytes.Of(3, 1, 1, [0b10100000, 0, 0, 0], palette: Palette));
        Equal([9, 8, 7, 9, 8, 7, 200, 100, 50], BmpBytes.Of(3, 1, 8, [2, 1, 1, 0, 0, 1], compression: 1, palette: Palette));
    }

    [Fact]
    public void Bit_fields_are_read_with_their_opacity()
    {
        Equal([255, 0, 0, 0, 255, 0], BmpBytes.Of(2, 1, 16, [0x00, 0xF8, 0xE0, 0x07], masks: [0xF800, 0x07E0, 0x001F, 0]));
        Equal(
            [1, 2, 3, 155, 155, 155],
            BmpBytes.Of(2, 1, 32, [3, 2, 1, 255, 0, 0, 0, 100], masks: [0xFF0000, 0xFF00, 0xFF, 0xFF000000]));
    }

    private static void Equal(byte[] expected, byte[] file)
    {
        using var image = ImageDecoder.Decode(file, "an image", Rgb.White);
        Assert.Equal(ImageKind.Bmp, image.Kind);
        Assert.Equal(expected, image.ToPixels().Pixels);
    }
}
