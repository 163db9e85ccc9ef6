using static TorchSharp.torch;

namespace GanCluster.Training.Measures;

/// <summary>
/// The log-likelihood of held-out samples under Gaussian kernels on generated ones, in nats (Goodfellow et al., 2014, section 5).
/// Published values are for pixels in [0, 1]; they depend on the number of kernels and, little, on the candidates for sigma.
/// </summary>
/// <param name="LogLikelihood">The mean over the test samples.</param>
/// <param name="StandardError">Of that mean.</param>
/// <param name="Sigma">The candidate that was best on the validation samples.</param>
public sealed record ParzenWindow(double LogLikelihood, double StandardError, double Sigma)
{
    private const int Chunk = 100;

    /// <summary>Ten from 0.1 to 1, evenly spaced in their logarithm.</summary>
    public static IReadOnlyList<double> Candidates { get; } =
        [.. Enumerable.Range(0, 10).Select(i => Math.Pow(10, (i / 9.0) - 1))];

    public static ParzenWindow Fit(SampleMatrix kernels, SampleMatrix validation, SampleMatrix test)
    {
        var scores = LogLikelihoods(kernels, validation, Candidates).Select(each => each.Average()).ToArray();
        var sigma = Candidates[Array.IndexOf(scores, scores.Max())];
        var values = LogLikelihoods(kernels, test, [sigma])[0];
        var mean = values.Average();
        var variance = values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
        return new ParzenWindow(mean, Math.Sqrt(variance / values.Length), sigma);
    }

    /// <returns>For each sigma the log-likelihood of each sample.</returns>
    internal static double[][] LogLikelihoods(SampleMatrix kernels, SampleMatrix samples, IReadOnlyList<double> sigmas)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        double[][] values = [.. sigmas.Select(_ => new double[samples.Count])];
        var centres = tensor(kernels.Values, [kernels.Count, kernels.Size]);
        var x = tensor(samples.Values, [samples.Count, samples.Size]);
        var norms = centres.square().sum(1);
        for (var first = 0; first < samples.Count; first += Chunk)
        {
            using var chunk = NewDisposeScope();
            var rows = x.narrow(0, first, Math.Min(Chunk, samples.Count - first));
            var squares = rows.matmul(centres.t()).mul_(-2).add_(norms).add_(rows.square().sum(1).unsqueeze(1));
            for (var s = 0; s < sigmas.Count; s++)
            {
                using var each = NewDisposeScope();
                var logs = LogSumExp(squares * (-0.5 / (sigmas[s] * sigmas[s]))) - LogNormalizer(kernels, sigmas[s]);
                logs.data<double>().ToArray().CopyTo(values[s], first);
            }
        }

        return values;
    }

    private static Tensor LogSumExp(Tensor exponents)
    {
        var largest = exponents.amax(1);
        return exponents.sub_(largest.unsqueeze(1)).exp().sum(1).log() + largest;
    }

    private static double LogNormalizer(SampleMatrix kernels, double sigma) =>
        Math.Log(kernels.Count) + (0.5 * kernels.Size * Math.Log(2 * Math.PI * sigma * sigma));
}
