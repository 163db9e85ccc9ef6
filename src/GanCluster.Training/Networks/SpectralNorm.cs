using GanCluster.Training.Libtorch;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Networks;

/// <summary>
/// Spectral normalization (Miyato et al., 2018). The paper keeps the iteration's vector from step to step; here every
/// evaluation starts from one fixed vector, so that a normalized weight is a function of the weight alone: nothing is added to
/// the version, and nothing that has no meaning is averaged over replicas.
/// </summary>
internal static class SpectralNorm
{
    private const double Tiny = 1e-12;

    /// <summary>A matrix or kernel (the first dimension is outputs) divided by its largest singular value.</summary>
    /// <param name="iterations">0: the weight as it is.</param>
    public static Tensor Divide(Tensor weight, int iterations) =>
        iterations == 0 ? weight : weight / LargestSingularValue(weight.flatten(1), iterations);

    /// <summary>u'Wv, through which gradients pass with u and v held constant (the paper's section 2.1 and appendix A).</summary>
    private static Tensor LargestSingularValue(Tensor matrix, int iterations)
    {
        // A norm of rounded weights would be another's.
        using var whole = Autocast.Off(matrix.device.type);
        Tensor u, v;
        using (no_grad())
        {
            v = Unit(arange(1, matrix.shape[1] + 1, matrix.dtype, matrix.device).sin());
            u = v;
            for (var i = 0; i < iterations; i++)
            {
                u = Unit(matrix.matmul(v));
                v = Unit(matrix.t().matmul(u));
            }
        }

        return (matrix.matmul(v) * u).sum();
    }

    private static Tensor Unit(Tensor vector) => vector / (vector.norm() + Tiny);
}

/// <summary>A layer whose weight is divided by its spectral norm at every evaluation.</summary>
internal sealed class SpectralLayer : nn.Module<Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor, Tensor?, Tensor> _apply;
    private readonly int _iterations;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;

    private SpectralLayer(
        Parameter weight, Parameter? bias, int iterations, Func<Tensor, Tensor, Tensor?, Tensor> apply)
        : base(nameof(SpectralLayer))
    {
        (_weight, _bias, _iterations, _apply) = (weight, bias, iterations, apply);
        RegisterComponents();
    }

    public static nn.Module<Tensor, Tensor> Of(Linear layer, int iterations) => iterations == 0
        ? layer
        : new SpectralLayer(layer.weight!, layer.bias, iterations, (x, weight, bias) => F.linear(x, weight, bias));

    public static nn.Module<Tensor, Tensor> Of(Conv2d layer, int iterations) => iterations == 0
        ? layer
        : new SpectralLayer(
            layer.weight, layer.bias, iterations,
            (x, weight, bias) => F.conv2d(x, weight, bias, layer.stride, layer.padding));

    public override Tensor forward(Tensor x) => _apply(x, SpectralNorm.Divide(_weight, _iterations), _bias);
}
