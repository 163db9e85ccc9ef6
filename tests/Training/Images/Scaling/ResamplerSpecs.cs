using GanCluster.Training.Images;
using GanCluster.Training.Images.Decoding;
using GanCluster.Training.Images.Scaling;

namespace GanCluster.Training.Tests.Images.Scaling;

public sealed class ResamplerSpecs
{
    /// <summary>
    /// Grey w x h images of (7 x^2 + 13 y + 3 x y) % 256, by Pillow 9.4:
    /// <c>Image.fromarray(image).resize((width, height), Image.BICUBIC)</c>.
    /// </summary>
    [Theory]
    [InlineData(17, 9, 5, 4, 31, 136, 135, 137, 101, 73, 127, 116, 107, 120, 111, 124, 126, 132, 114, 140, 134, 143, 110, 156)]
    [InlineData(40, 30, 4, 4, 114, 126, 124, 139, 130, 125, 126, 123, 126, 121, 129, 129, 127, 133, 122, 127)]
    [InlineData(64, 3, 7, 3, 105, 140, 137, 132, 148, 141, 157, 106, 114, 97, 129, 139, 136, 144, 101, 109, 127, 127, 110, 95,
        102)]
    [InlineData(5, 4, 9, 7, 0, 0, 5, 14, 26, 44, 66, 98, 114, 3, 5, 10, 19, 33, 51, 74, 106, 123, 11, 14, 20, 31, 46, 64, 89, 122,
        139, 18, 22, 29, 40, 57, 76, 102, 136, 153, 26, 30, 38, 50, 67, 89, 115, 150, 168, 35, 39, 48, 62, 80, 102, 129, 166, 185,
        39, 43, 53, 68, 87, 110, 137, 175, 194)]
    public void Stretched_pixels_are_Pillows(int width, int height, int toWidth, int toHeight, params int[] expected) =>
        Close(expected, Resample(width, height, toWidth, toHeight, ImageFit.Stretch));

    /// <summary>As above with <c>box=</c> the middle 11.25 columns of the first and 10/3 rows of the second.</summary>
    [Theory]
    [InlineData(17, 9, 5, 4, 113, 151, 132, 135, 139, 142, 109, 120, 119, 93, 150, 101, 129, 130, 139, 132, 145, 138, 135, 87)]
    [InlineData(5, 11, 6, 4, 48, 61, 85, 117, 162, 208, 59, 74, 99, 133, 185, 247, 69, 86, 113, 155, 178, 145, 80, 99, 128, 181,
        159, 0)]
    public void Cropped_pixels_are_Pillows(int width, int height, int toWidth, int toHeight, params int[] expected) =>
        Close(expected, Resample(width, height, toWidth, toHeight, ImageFit.Crop));

    [Theory]
    [InlineData(ImageFit.Crop)]
    [InlineData(ImageFit.Pad)]
    [InlineData(ImageFit.Stretch)]
    public void An_image_of_the_sample_s_size_stays_as_it_is(ImageFit fit) =>
        Assert.Equal(Grey(7, 6).Select(pixel => (int)pixel), Resample(7, 6, 7, 6, fit));

    [Fact]
    public void One_colour_stays_that_colour_whatever_the_sizes()
    {
        for (var size = 1; size < 40; size++)
        {
            var (planes, colour) = (new byte[3 * 6 * 5], new byte[] { 255, 1, 128 });
            using var image = Decoded(new PixelImage(size, 23, 3, [.. Enumerable.Range(0, size * 23).SelectMany(_ => colour)]));

            new Resampler(6, 5, ImageFit.Crop, Rgb.White).Resample(image, planes);

            Assert.Equal(colour.SelectMany(value => Enumerable.Repeat(value, 30)), planes);
        }
    }

    [Fact]
    public void What_pad_leaves_has_the_background_in_every_plane()
    {
        var planes = new byte[3 * 4 * 4];
        byte[] pixels = [.. Enumerable.Range(0, 8).SelectMany(_ => new byte[] { 10, 20, 30 })];
        using var image = Decoded(new PixelImage(4, 2, 3, pixels));

        new Resampler(4, 4, ImageFit.Pad, new Rgb(1, 2, 3)).Resample(image, planes);

        Assert.Equal([1, 1, 1, 1, 10, 10, 10, 10, 10, 10, 10, 10, 1, 1, 1, 1], planes[..16]);
        Assert.Equal([2, 2, 2, 2, 20, 20, 20, 20, 20, 20, 20, 20, 2, 2, 2, 2], planes[16..32]);
        Assert.Equal([3, 3, 3, 3, 30, 30, 30, 30, 30, 30, 30, 30, 3, 3, 3, 3], planes[32..]);
    }

    [Fact]
    public void A_resampler_serves_images_of_many_sizes()
    {
        var (one, alone) = (new Resampler(5, 4, ImageFit.Crop, Rgb.White), new byte[60]);
        var planes = new byte[60];
        foreach (var (width, height) in new[] { (9, 4), (4, 9), (9, 4), (1, 1), (300, 2) })
        {
            using var image = Decoded(new PixelImage(width, height, 1, Grey(width, height)));
            new Resampler(5, 4, ImageFit.Crop, Rgb.White).Resample(image, alone);
            one.Resample(image, planes);
            Assert.Equal(alone, planes);
        }
    }

    private static byte[] Grey(int width, int height) =>
    [
        .. from y in Enumerable.Range(0, height)
        from x in Enumerable.Range(0, width)
        select (byte)((7 * x * x) + (13 * y) + (3 * x * y)),
    ];

    private static int[] Resample(int width, int height, int toWidth, int toHeight, ImageFit fit)
    {
        var planes = new byte[3 * toWidth * toHeight];
        using var image = Decoded(new PixelImage(width, height, 1, Grey(width, height)));
        new Resampler(toHeight, toWidth, fit, Rgb.White).Resample(image, planes);
        Assert.Equal(planes[..(toWidth * toHeight)], planes[(2 * toWidth * toHeight)..]);
        return [.. planes[..(toWidth * toHeight)].Select(value => (int)value)];
    }

    private static DecodedImage Decoded(PixelImage image)
    {
        using var file = new MemoryStream();
        Png.Write(file, image.Width, image.Height, image.Channels, image.Pixels);
        return ImageDecoder.Decode(file.ToArray(), "an image", Rgb.White);
    }

    private static void Close(int[] expected, int[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -1, 1));
    }
}
