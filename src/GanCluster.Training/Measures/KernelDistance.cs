using static TorchSharp.torch;

namespace GanCluster.Training.Measures;

/// <summary>
/// KID: the squared maximum mean discrepancy by the kernel (x.y / size + 1)^3, unbiased, over all pairs (Bińkowski et al.,
/// "Demystifying MMD GANs", 2018, without its split into subsets). Unbiased: it may be below 0 for sets that are alike.
/// </summary>
public static class KernelDistance
{
    /// <summary>Rows whose products with 10,000 others are 8 MB: larger blocks would go back to the system each time.</summary>
    private const int Chunk = 100;

    public static double Between(SampleMatrix a, SampleMatrix b)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (x, y) = (ToTensor(a), ToTensor(b));
        return Within(x) + Within(y) - (2 * Sum(x, y) / a.Count / b.Count);
    }

    /// <summary>The kernel's mean over all pairs of different samples.</summary>
    private static double Within(Tensor x)
    {
        var count = x.shape[0];
        var self = Kernel(x.square().sum(1), x.shape[1]).sum().item<double>();
        return (Sum(x, x) - self) / count / (count - 1);
    }

    private static double Sum(Tensor x, Tensor y)
    {
        var sum = 0.0;
        for (long first = 0; first < x.shape[0]; first += Chunk)
        {
            using var scope = NewDisposeScope();
            var rows = x.narrow(0, first, Math.Min(Chunk, x.shape[0] - first));
            sum += Kernel(rows.matmul(y.t()), x.shape[1]).sum().item<double>();
        }

        return sum;
    }

    /// <summary>Overwrites the products.</summary>
    private static Tensor Kernel(Tensor products, long size)
    {
        products.div_(size).add_(1);
        return products.square().mul_(products);
    }

    private static Tensor ToTensor(SampleMatrix samples) => tensor(samples.Values, [samples.Count, samples.Size]);
}
