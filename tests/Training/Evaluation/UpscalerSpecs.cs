using GanCluster.Training.Evaluation;
using GanCluster.Training.Images;

namespace GanCluster.Training.Tests.Evaluation;

public class UpscalerSpecs
{
    private static readonly TrainedModel Model = TrainedModels.After(Runs.Of("srgan"), steps: 2);

    [Theory]
    [InlineData(5, 9)]
    [InlineData(9, 70)]
    public void An_images_bits_do_not_depend_on_how_many_it_is_given(int height, int width)
    {
        using var upscaler = Model.OpenUpscaler();
        var images = Noise(3 * height * width);

        var all = upscaler.Upscale(images, height, width);

        Assert.Equal(images.Length * 16, all.Length);
        Assert.All(all, value => Assert.InRange(value, -1, 1));
        Assert.Equal(all[^(all.Length / 3)..], upscaler.Upscale(images[^(height * width)..], height, width));
    }

    [Fact]
    public void Tiles_do_not_show()
    {
        const int Height = 135, Width = 10, Top = 40, Part = 64, Reach = 6;
        using var upscaler = Model.OpenUpscaler();
        var image = Noise(Height * Width);

        var whole = upscaler.Upscale(image, Height, Width);

        // A part that is a tile of its own, with the seam at row 64 in it, agrees but for what its border changes.
        var part = upscaler.Upscale(image[(Top * Width)..((Top + Part) * Width)], Part, Width);
        for (var y = 4 * Reach; y < 4 * (Part - Reach); y++)
        {
            for (var x = 0; x < 4 * Width; x++)
            {
                Assert.Equal(part[(y * 4 * Width) + x], whole[(((4 * Top) + y) * 4 * Width) + x], 1e-5);
            }
        }

        Assert.NotEqual(part[..(4 * Width)], whole[(16 * Top * Width)..((16 * Top * Width) + (4 * Width))]);
    }

    [Fact]
    public void A_run_of_grey_images_keeps_an_images_colours()
    {
        using var upscaler = Model.OpenUpscaler();
        var image = new PixelImage(3, 2, 3, [.. Enumerable.Range(0, 18).Select(i => (byte)(i * 7919 % 256))]);

        var large = upscaler.Upscale(image);

        Assert.Equal((12, 8, 3), (large.Width, large.Height, large.Channels));
        for (var channel = 0; channel < 3; channel++)
        {
            var grey = upscaler.Upscale(new PixelImage(3, 2, 1, [.. image.Pixels.Where((_, i) => i % 3 == channel)]));
            Assert.Equal(grey.Pixels, large.Pixels.Where((_, i) => i % 3 == channel));
        }
    }

    [Fact]
    public void A_run_of_colour_images_enlarges_by_its_factor_and_sees_a_grey_one_thrice()
    {
        using var upscaler = TrainedModels.After(Runs.Of("srgan, colour, twice"), steps: 1).OpenUpscaler();
        byte[] grey = [10, 20, 30, 40, 50, 60];

        var large = upscaler.Upscale(new PixelImage(3, 2, 1, grey));

        Assert.Equal((6, 4, 3), (large.Width, large.Height, large.Channels));
        Assert.Equal(large.Pixels, upscaler.Upscale(new PixelImage(3, 2, 3, [.. grey.SelectMany(v => (byte[])[v, v, v])])).Pixels);
    }

    private static float[] Noise(int count) => [.. Enumerable.Range(0, count).Select(i => (i * 7919 % 256 / 127.5f) - 1)];
}
