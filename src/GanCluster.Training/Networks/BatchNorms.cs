using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Networks;

/// <summary>What a batch norm layer normalizes by.</summary>
public interface IBatchNorm
{
    /// <param name="layer">The layer's place in the network.</param>
    /// <param name="x">(N, C, ...)</param>
    Tensor Normalize(int layer, Tensor x, Tensor weight, Tensor bias);
}

/// <summary>The batch's own mean and variance: training.</summary>
public sealed class OwnBatchNorm : IBatchNorm
{
    public static readonly OwnBatchNorm Instance = new();

    public Tensor Normalize(int layer, Tensor x, Tensor weight, Tensor bias) =>
        F.batch_norm(x, null, null, weight, bias, training: true);
}

/// <summary>A layer's statistics over many samples. Mean and variance have one value a channel.</summary>
public sealed record StandingMoments(int Layer, float[] Mean, float[] Variance);

/// <summary>Fixed statistics, so that a sample's output does not depend on its batch: sampling and evaluation.</summary>
public sealed class StandingBatchNorm : IBatchNorm, IDisposable
{
    private readonly Dictionary<int, (Tensor Mean, Tensor Variance)> _moments;

    public StandingBatchNorm(IEnumerable<StandingMoments> moments) => _moments = moments.ToDictionary(
        m => m.Layer,
        m => (tensor(m.Mean).DetachFromDisposeScope(), tensor(m.Variance).DetachFromDisposeScope()));

    public Tensor Normalize(int layer, Tensor x, Tensor weight, Tensor bias)
    {
        var (mean, variance) = _moments[layer];
        return F.batch_norm(x, mean, variance, weight, bias, training: false);
    }

    public void Dispose()
    {
        foreach (var (mean, variance) in _moments.Values)
        {
            mean.Dispose();
            variance.Dispose();
        }
    }
}

/// <summary>
/// Normalizes by the batch's own statistics, and keeps them: over equal batches the variance of all samples is the mean of the
/// batches' variances plus the variance of their means (law of total variance).
/// </summary>
public sealed class CollectingBatchNorm : IBatchNorm
{
    private readonly SortedDictionary<int, List<(float[] Mean, float[] Variance)>> _seen = [];

    public Tensor Normalize(int layer, Tensor x, Tensor weight, Tensor bias)
    {
        long[] others = [.. Enumerable.Range(0, x.shape.Length).Where(d => d != 1)];
        using var mean = x.mean(others);
        using var variance = x.var(others, unbiased: false);
        if (!_seen.TryGetValue(layer, out var batches))
        {
            _seen.Add(layer, batches = []);
        }

        batches.Add((mean.data<float>().ToArray(), variance.data<float>().ToArray()));
        return OwnBatchNorm.Instance.Normalize(layer, x, weight, bias);
    }

    public IEnumerable<StandingMoments> Moments() => _seen.Select(layer => Merge(layer.Key, layer.Value));

    private static StandingMoments Merge(int layer, List<(float[] Mean, float[] Variance)> batches)
    {
        var channels = batches[0].Mean.Length;
        var (means, variances) = (new float[channels], new float[channels]);
        for (var c = 0; c < channels; c++)
        {
            var mean = batches.Average(b => (double)b.Mean[c]);
            means[c] = (float)mean;
            variances[c] = (float)batches.Average(b => b.Variance[c] + ((b.Mean[c] - mean) * (b.Mean[c] - mean)));
        }

        return new StandingMoments(layer, means, variances);
    }
}
