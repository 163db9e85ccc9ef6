using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

public class SpectralNormSpecs
{
    [Fact]
    public void A_matrix_is_divided_by_its_largest_singular_value_and_a_bias_is_not()
    {
        // diag(3, -5, 2), rotated by a quarter turn within the first two.
        var weight = tensor(new[] { 0f, 5, 0, 3, 0, 0, 0, 0, 2 }, 3, 3);
        var found = SpectralNorm.Divide([weight, tensor(new[] { 7f, 7, 7 })], iterations: 30);
        Assert.All(
            Values(weight).Zip(Values(found[0])), pair => Assert.Equal(pair.First / 5, pair.Second, 1e-5));
        Assert.Equal([7f, 7, 7], Values(found[1]));
    }

    [Fact]
    public void A_kernel_counts_as_the_matrix_of_its_outputs()
    {
        var kernel = arange(1, 25, ScalarType.Float32).view(2, 3, 2, 2).sin();
        var flat = SpectralNorm.Divide([kernel.view(2, 12)], 20)[0];
        Assert.Equal(Values(flat), Values(SpectralNorm.Divide([kernel], 20)[0]));
    }

    [Fact]
    public void Its_gradient_passes_through_the_singular_value()
    {
        // f(W) = sum of C o W / sigma(W); scaling W changes nothing, so the gradient is orthogonal to W.
        var weight = arange(1, 13, ScalarType.Float64).view(3, 4).sin().detach().requires_grad_();
        var c = arange(1, 13, ScalarType.Float64).view(3, 4).cos();
        var gradient = autograd.grad([(SpectralNorm.Divide([weight], 50)[0] * c).sum()], [weight])[0];
        Assert.True(gradient.norm().item<double>() > 0.1);
        Assert.Equal(0, (gradient * weight).sum().item<double>(), 1e-12);
    }

    [Fact]
    public void Only_the_discriminator_is_normalized_and_only_if_asked()
    {
        var plain = Runs.Family(Runs.Dcgan);
        var normalized = Runs.Family(Runs.Dcgan with { SpectralNorm = 2 });
        Assert.Equal((0, 0), (plain.Generator.SpectralNorm, plain.Discriminator.SpectralNorm));
        Assert.Equal((0, 2), (normalized.Generator.SpectralNorm, normalized.Discriminator.SpectralNorm));
    }

    private static float[] Values(Tensor t) => t.detach().contiguous().data<float>().ToArray();
}
