using GanCluster.Training.Images;
using GanCluster.Training.Images.Decoding;

namespace GanCluster.Training.Tests.Images.Decoding;

public sealed class PngSpecs
{
    [Fact]
    public void Grey_of_every_depth_is_read()
    {
        Equal(Greys(0, 255, 255, 0, 255), PngBytes.Of(5, 1, PngBytes.Grey, [[0b01101000]]));
        Equal(Greys(0, 85, 170, 255), PngBytes.Of(4, 2, PngBytes.Grey, [[0b00011011]]));
        Equal(Greys(0, 17, 255), PngBytes.Of(3, 4, PngBytes.Grey, [[0x01, 0xF0]]));
        Equal(Greys(7, 250), PngBytes.Of(1, 8, PngBytes.Grey, [[7], [250]]));
    }

    [Fact]
    public void Of_16_bits_the_upper_8_are_read()
    {
        Equal(Greys(0x12, 0xFE), PngBytes.Of(2, 16, PngBytes.Grey, [[0x12, 0x00, 0xFE, 0xFF]]));
        Equal([1, 2, 3], PngBytes.Of(1, 16, PngBytes.Colour, [[1, 0xFF, 2, 0x80, 3, 0]]));
        Equal(
            [1, 2, 3, 155, 155, 155],
            PngBytes.Of(2, 16, PngBytes.ColourAlpha, [[1, 9, 2, 9, 3, 9, 255, 255, 0, 0, 0, 0, 0, 0, 100, 0]]));
        Equal(Greys(9, 155), PngBytes.Of(2, 16, PngBytes.GreyAlpha, [[9, 200, 255, 255, 0, 0, 100, 0]]));
    }

    [Fact]
    public void Palettes_are_read_with_their_transparency()
    {
        byte[] palette = [200, 100, 50, 9, 8, 7, 0, 0, 0];
        Equal([9, 8, 7, 200, 100, 50, 0, 0, 0], PngBytes.Of(3, 8, PngBytes.Palette, [[1, 0, 2]], ("PLTE", palette)));
        Equal(
            [9, 8, 7, 200, 100, 50, 255, 255, 255],
            PngBytes.Of(3, 2, PngBytes.Palette, [[0b01001000]], ("PLTE", palette), ("tRNS", [255, 255, 0])));
    }

    [Fact]
    public void One_colour_may_be_transparent()
    {
        Equal(Greys(7, 255, 9), PngBytes.Of(3, 8, PngBytes.Grey, [[7, 8, 9]], ("tRNS", [0, 8])));
        Equal(
            [1, 2, 3, 255, 255, 255],
            PngBytes.Of(2, 8, PngBytes.Colour, [[1, 2, 3, 4, 5, 6]], ("tRNS", [0, 4, 0, 5, 0, 6])));
    }

    [Fact]
    public void Opacity_mixes_with_the_background_to_the_nearest_whole_number()
    {
        var background = new Rgb(10, 200, 255);
        for (var opacity = 0; opacity < 256; opacity++)
        {
            byte[] colours = [0, 3, 77, 128, 254, 255];
            byte[] row = [.. colours.SelectMany(c => new[] { c, c, c, (byte)opacity })];
            byte[] expected = [.. colours.SelectMany(c => ((byte[])[10, 200, 255]).Select(below => Mixed(c, below, opacity)))];

            using var image = ImageDecoder.Decode(PngBytes.Of(6, 8, PngBytes.ColourAlpha, [row]), "an image", background);

            Assert.Equal(expected, image.ToPixels().Pixels);
            Assert.Equal(opacity < 255, image.WasTransparent);
        }
    }

    [Fact]
    public void Grey_with_opacity_is_read() =>
        Equal(Greys(40, 155), PngBytes.Of(2, 8, PngBytes.GreyAlpha, [[40, 255, 0, 100]]));

    [Fact]
    public void Interlaced_images_of_every_size_are_those_that_are_not()
    {
        for (var size = 1; size <= 17; size++)
        {
            byte[] pixels = [.. Enumerable.Range(0, size * 5 * 3).Select(i => (byte)(i * i))];
            Equal(pixels, PngBytes.Interlaced(size, PngBytes.Colour, pixels, 3));
            Equal(pixels, PngBytes.Interlaced(5, PngBytes.Colour, pixels, 3));
        }
    }

    [Fact]
    public void Values_are_as_they_are_stored_whatever_colour_space_the_file_names()
    {
        Equal(Greys(10, 20, 200), PngBytes.Of(3, 8, PngBytes.Grey, [[10, 20, 200]], ("gAMA", [0, 1, 0x86, 0xA0])));
        Equal([200, 100, 50], SkiaFiles.LinearPng([200, 100, 50]));
    }

    [Fact]
    public void Grey_is_told_from_colour()
    {
        using var grey = ImageDecoder.Decode(PngBytes.Of(2, 8, PngBytes.Colour, [[9, 9, 9, 4, 4, 4]]), "an image", Rgb.White);
        using var coloured = ImageDecoder.Decode(PngBytes.Of(2, 8, PngBytes.Colour, [[9, 9, 9, 4, 4, 5]]), "an image", Rgb.White);
        using var over = ImageDecoder.Decode(PngBytes.Of(1, 8, PngBytes.GreyAlpha, [[9, 0]]), "an image", new Rgb(1, 2, 3));

        Assert.Equal((true, false, false), (grey.IsGrey(), coloured.IsGrey(), over.IsGrey()));
    }

    private static byte Mixed(byte above, byte below, int opacity) =>
        (byte)Math.Round(((above * opacity) + (below * (255 - opacity))) / 255m);

    private static byte[] Greys(params byte[] values) => [.. values.SelectMany(value => Enumerable.Repeat(value, 3))];

    private static void Equal(byte[] expected, byte[] file)
    {
        using var image = ImageDecoder.Decode(file, "an image", Rgb.White);
        Assert.Equal(ImageKind.Png, image.Kind);
        Assert.Equal(expected, image.ToPixels().Pixels);
    }
}
