using static TorchSharp.torch;

namespace GanCluster.Training.Measures;

/// <summary>
/// The squared Fréchet distance of the Gaussians fitted to two sets (Dowson and Landau, 1982; Heusel et al., 2017):
/// |m - n|^2 + tr A + tr B - 2 tr (A^1/2 B A^1/2)^1/2. Its value means something beside others by the same features only.
/// </summary>
public static class FrechetDistance
{
    public static double Between(SampleMatrix a, SampleMatrix b)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (meanA, covarianceA) = Fit(a);
        var (meanB, covarianceB) = Fit(b);
        return Between(meanA, covarianceA, meanB, covarianceB);
    }

    /// <param name="meanA">(size), float64.</param>
    /// <param name="covarianceA">(size, size), float64, symmetric and positive semi-definite.</param>
    internal static double Between(Tensor meanA, Tensor covarianceA, Tensor meanB, Tensor covarianceB)
    {
        using var scope = NewDisposeScope();
        var (values, vectors) = linalg.eigh(covarianceA, 'L');
        var root = (vectors * values.clamp(min: 0).sqrt()).matmul(vectors.t());
        var product = root.matmul(covarianceB).matmul(root);

        // Symmetric but for rounding; small negative eigenvalues are rounding, too.
        var roots = linalg.eigvalsh((product + product.t()) / 2).clamp(min: 0).sqrt();
        var square = (meanA - meanB).square().sum().item<double>()
            + Trace(covarianceA) + Trace(covarianceB) - (2 * roots.sum().item<double>());
        return Math.Max(0, square);
    }

    private static (Tensor Mean, Tensor Covariance) Fit(SampleMatrix samples)
    {
        var x = tensor(samples.Values, [samples.Count, samples.Size]);
        var mean = x.mean([0]);
        var centred = x - mean;
        return (mean, centred.t().matmul(centred) / (samples.Count - 1));
    }

    private static double Trace(Tensor matrix)
    {
        var size = matrix.shape[0];
        return Enumerable.Range(0, (int)size).Sum(i => matrix[i][i].item<double>());
    }
}
