using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

public class SpectralNormSpecs
{
    [Fact]
    public void A_matrix_is_divided_by_its_largest_singular_value()
    {
        // diag(3, -5, 2), rotated by a quarter turn within the first two.
        var weight = tensor(new[] { 0f, 5, 0, 3, 0, 0, 0, 0, 2 }, 3, 3);
        var found = SpectralNorm.Divide(weight, iterations: 30);
        Assert.All(
            Values(weight).Zip(Values(found)), pair => Assert.Equal(pair.First / 5, pair.Second, 1e-5));
    }

    [Fact]
    public void A_kernel_counts_as_the_matrix_of_its_outputs()
    {
        var kernel = arange(1, 25, ScalarType.Float32).view(2, 3, 2, 2).sin();
        var flat = SpectralNorm.Divide(kernel.view(2, 12), 20);
        Assert.Equal(Values(flat), Values(SpectralNorm.Divide(kernel, 20)));
    }

    [Fact]
    public void Its_gradient_passes_through_the_singular_value()
    {
        // f(W) = sum of C o W / sigma(W); scaling W changes nothing, so the gradient is orthogonal to W.
        var weight = arange(1, 13, ScalarType.Float64).view(3, 4).sin().detach().requires_grad_();
        var c = arange(1, 13, ScalarType.Float64).view(3, 4).cos();
        var gradient = autograd.grad([(SpectralNorm.Divide(weight, 50) * c).sum()], [weight])[0];
        Assert.True(gradient.norm().item<double>() > 0.1);
        Assert.Equal(0, (gradient * weight).sum().item<double>(), 1e-12);
    }

    [Fact]
    public void Only_the_discriminator_is_normalized_and_only_if_asked()
    {
        Assert.Equal((0, 0), Normalized(0));
        Assert.Equal((0, 4), Normalized(2));

        static (int G, int D) Normalized(int iterations)
        {
            var family = Runs.Family(Runs.Dcgan with { SpectralNorm = iterations });
            using var g = family.Generator();
            using var d = family.Discriminator();
            return (Count(g), Count(d));
        }

        static int Count(BoundNetwork network) => network.Module.modules().OfType<SpectralLayer>().Count();
    }

    [Fact]
    public void A_layer_is_normalized_at_every_evaluation_and_its_bias_is_not()
    {
        var first = new FirstWeights(1, 1, spectralNorm: 30);
        using var network = Nets.Set(Nets.D(first.Linear(2, 1)), 3, 4, 7);
        Assert.Equal([7.6f], Tensors.Floats(network.Score(tensor(new[] { 1f, 0 }, 1, 2))), (a, b) => Math.Abs(a - b) < 1e-6);
        Nets.Set(network, 8, 0, 0.5);
        Assert.Equal([1.5f], Tensors.Floats(network.Score(tensor(new[] { 1f, 0 }, 1, 2))), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(["0.weight", "0.bias"], network.Layout.Entries.Select(e => e.Name));
    }

    private static float[] Values(Tensor t) => t.detach().contiguous().data<float>().ToArray();
}
