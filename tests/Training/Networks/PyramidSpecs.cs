using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

public class PyramidSpecs
{
    private static readonly Tensor Image = arange(1, (5 * 28 * 28) + 1, ScalarType.Float32).sin().view(5, 1, 28, 28);

    [Fact]
    public void An_image_is_its_coarsest_level_and_bands_again()
    {
        var bands = Pyramid.Bands(Image, 3);
        Assert.Equal([7L, 14, 28], bands.Select(band => band.shape[2]));
        Assert.InRange((Pyramid.Image(bands) - Image).abs().max().item<float>(), 0, 1e-6);
        Assert.True(bands.All(band => band.abs().max().item<float>() > 0.01));
    }

    [Fact]
    public void A_coarser_image_has_the_means_of_four_pixels()
    {
        var images = Pyramid.Images(Image, 2);
        var expected = (Image[0][0][2][4] + Image[0][0][2][5] + Image[0][0][3][4] + Image[0][0][3][5]).item<float>() / 4;
        Assert.Equal(expected, images[0][0][0][1][2].item<float>(), 1e-6);
        Assert.Same(Image, images[1]);
    }

    [Fact]
    public void A_flat_image_stays_flat_going_up()
    {
        var up = Pyramid.Up(full([1, 1, 7, 7], -1, ScalarType.Float32));
        Assert.Equal([1, 1, 14, 14], up.shape);
        Assert.Equal(0, (up + 1).abs().max().item<float>(), 1e-6);
    }

    [Theory]
    [InlineData(1, 28, 28)]
    [InlineData(3, 5, 8)]
    [InlineData(1, 1, 1)]
    public void Going_up_is_bilinear_to_rounding_and_so_is_its_gradient(int channels, int height, int width)
    {
        var image = Tensors.Wave([2, channels, height, width]).requires_grad_();
        var direction = Tensors.Wave([2, channels, 2 * height, 2 * width], 1);
        var expected = TorchSharp.torch.nn.functional.interpolate(
            image, scale_factor: [2, 2], mode: InterpolationMode.Bilinear, align_corners: false);

        var up = Pyramid.Up(image);

        Assert.InRange(Difference(expected, up), 0, 2e-7);
        Assert.InRange(Difference(Gradient(expected), Gradient(up)), 0, 1e-6);

        Tensor Gradient(Tensor made) => autograd.grad([(made * direction).sum()], [image])[0];
    }

    [Fact]
    public void In_training_each_level_starts_from_real_images_and_in_sampling_from_its_own()
    {
        var family = Runs.Family(Runs.Of("lapgan"));
        var (g, d) = family.First(CPU);
        using var ownerG = g;
        using var ownerD = d;
        var z = arange(1, (5 * family.Latent.Size) + 1, ScalarType.Float32).sin().view(5, family.Latent.Size);

        var own = Make(null);
        Assert.Equal([7L, 14, 28], own.Select(image => image.shape[2]));
        var real = Make(Pyramid.Images(Image, 3));
        Assert.Equal(0, Difference(own[0], real[0]));
        Assert.True(Difference(own[1], real[1]) > 0.01 && Difference(own[2], real[2]) > 0.01);
        Assert.Equal(0, Difference(Make(own)[2], own[2]));

        IReadOnlyList<Tensor> Make(IReadOnlyList<Tensor>? coarser) =>
            g.Make(z, null, coarser);
    }

    private static float Difference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}
