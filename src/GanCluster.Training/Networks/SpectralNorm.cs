using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// Spectral normalization (Miyato et al., 2018). The paper keeps the iteration's vector from step to step; here every
/// evaluation starts from one fixed vector, so that a normalized weight is a function of the weight alone: nothing is added to
/// the version, and nothing that has no meaning is averaged over replicas.
/// </summary>
internal static class SpectralNorm
{
    private const double Tiny = 1e-12;

    /// <summary>Matrices and kernels (two dimensions and more, the first one outputs) divided by their largest singular value;
    /// biases as they are.</summary>
    public static IReadOnlyList<Tensor> Divide(IReadOnlyList<Tensor> parameters, int iterations) =>
        [.. parameters.Select(p => p.dim() < 2 ? p : p / LargestSingularValue(p.flatten(1), iterations))];

    /// <summary>u'Wv, through which gradients pass with u and v held constant (the paper's section 2.1 and appendix A).</summary>
    private static Tensor LargestSingularValue(Tensor matrix, int iterations)
    {
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
