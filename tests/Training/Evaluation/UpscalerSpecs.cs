using GanCluster.Training.Evaluation;

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

    private static float[] Noise(int count) => [.. Enumerable.Range(0, count).Select(i => (i * 7919 % 256 / 127.5f) - 1)];
}
