using GanCluster.Core;
using GanCluster.Training.Evaluation;

namespace GanCluster.Training.Tests.Evaluation;

public class RestorationSpecs
{
    private const int Pixels = 28 * 28;

    private static readonly TrainedModel Model = TrainedModels.After(Runs.Of("srgan"), steps: 2);

    [Fact]
    public void An_upscaled_image_does_not_depend_on_how_many_are_asked_for()
    {
        var data = Runs.Data(Model.Configuration);
        var many = Restoration.Of(Model, data, 70);
        Assert.Equal(70, many.Count);
        Assert.Equal(many.Upscaled[..(3 * Pixels)], Restoration.Of(Model, data, 3).Upscaled);
        Assert.Equal(100, Restoration.Of(Model, data, 1000).Count);
        Assert.All(many.Upscaled, value => Assert.InRange(value, -1, 1));
    }

    [Fact]
    public void Psnr_is_the_mean_of_the_images_own_and_is_measured_beside_the_one_of_bicubic()
    {
        var data = Runs.Data(Model.Configuration);
        var restored = Restoration.Of(Model, data, 5);
        var real = Discriminator.Take(data, 5);
        var expected = Enumerable.Range(0, 5).Average(i => 10 * Math.Log10(255.0 * 255 / Enumerable.Range(i * Pixels, Pixels)
            .Average(p => Math.Pow(((double)restored.Upscaled[p] - real[p]) * 127.5, 2))));
        Assert.Equal(expected, restored.Psnr, 1e-9);

        var psnr = Assert.Single(VersionMeasures.Of(Model, new MeasuredBy(data)), measure => measure.Name == "psnr");
        var all = Restoration.Of(Model, data, 100);
        Assert.Equal((all.Psnr, all.BicubicPsnr), (psnr.Value, psnr.Floor));
        Assert.NotEqual(all.Psnr, all.BicubicPsnr);
    }

    [Fact]
    public void A_sheet_has_low_bicubic_upscaled_and_real_side_by_side()
    {
        var data = Runs.Data(Model.Configuration);
        var sheet = Restoration.Of(Model, data, 5).Sheet(5);
        Assert.Equal(((16 * 58) + 2, (2 * 58) + 2), (sheet.Width, sheet.Height));

        // The fifth image starts the second row: its low pixel in the top left corner is a square of 8, and the real image's
        // pixels are squares of 2.
        int At(int place, int y, int x) => sheet.Pixels[((60 + y) * sheet.Width) + 2 + (place * 58) + x];
        var real = Discriminator.Take(data, 5)[(4 * Pixels)..];
        Assert.All(Enumerable.Range(0, 64), i => Assert.Equal(At(0, 0, 0), At(0, i / 8, i % 8)));
        var mean = Enumerable.Range(0, 16).Average(i => (real[(i / 4 * 28) + (i % 4)] + 1) * 127.5);
        Assert.InRange(At(0, 0, 0) - mean, -0.51, 0.51);
        Assert.All(Enumerable.Range(0, 28), x => Assert.Equal(Math.Round((real[x] + 1) * 127.5), At(3, 1, x * 2)));
    }

    [Fact]
    public void A_run_that_upscales_is_not_sampled_and_the_other_way_round()
    {
        var sampled = Assert.Throws<UserInputException>(() => Model.OpenGenerator());
        Assert.Contains("use `gancluster upscale`", sampled.Message, StringComparison.Ordinal);
        var upscaled = Assert.Throws<UserInputException>(() => TrainedModels.After(Runs.Dcgan, steps: 1).OpenUpscaler());
        Assert.Contains("family dcgan, which upscales nothing", upscaled.Message, StringComparison.Ordinal);
    }
}
