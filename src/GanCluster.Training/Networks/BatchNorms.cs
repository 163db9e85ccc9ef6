using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>A batch norm layer's statistics over many samples. Mean and variance have one value a channel.</summary>
/// <param name="Layer">As <c>named_modules</c> gives it, such as <c>main.1</c>.</param>
public sealed record StandingMoments(string Layer, float[] Mean, float[] Variance);

/// <summary>
/// The batch norm layers of a module. In training each batch is normalized by its own statistics, and what the layers keep of
/// them is no part of a version; at rest they go by fixed ones, so that a sample's output does not depend on its batch.
/// </summary>
internal static class BatchNorms
{
    /// <summary>The names of what the layers keep.</summary>
    public static IReadOnlySet<string> BuffersOf(nn.Module module) =>
        Of(module).SelectMany(norm => norm.Layer.named_buffers().Select(b => Join(norm.Name, b.name))).ToHashSet();

    /// <summary>Sets fixed statistics.</summary>
    public static void Rest(nn.Module module, IEnumerable<StandingMoments> moments)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        module.eval();
        var byName = moments.ToDictionary(m => m.Layer, StringComparer.Ordinal);
        foreach (var (name, layer) in Of(module))
        {
            layer.running_mean!.copy_(tensor(byName[name].Mean));
            layer.running_var!.copy_(tensor(byName[name].Variance));
        }
    }

    /// <summary>
    /// What the layers see over equal batches, each of which <paramref name="pass"/> runs through the module: the variance of all
    /// samples is the mean of the batches' variances plus the variance of their means (law of total variance).
    /// </summary>
    public static IReadOnlyList<StandingMoments> Collect(nn.Module module, int batches, Action<int> pass)
    {
        var layers = Of(module);
        var kept = layers.Select(norm => norm.Layer.momentum).ToList();
        module.train();
        layers.ForEach(norm => norm.Layer.momentum = 1);
        var seen = new List<(float[] Mean, float[] Variance)[]>();
        for (var batch = 0; batch < batches; batch++)
        {
            pass(batch);
            seen.Add([.. layers.Select(norm => (Values(norm.Layer.running_mean!), Values(norm.Layer.running_var!)))]);
        }

        foreach (var (norm, momentum) in layers.Zip(kept))
        {
            norm.Layer.momentum = momentum;
        }

        return [.. layers.Select((norm, i) => Merge(norm.Name, [.. seen.Select(batch => batch[i])]))];
    }

    /// <summary>Until it is disposed, the layers keep nothing of their batches. A layer's numbers stay as they are to the bit, as
    /// long as those of its batch are finite.</summary>
    public static Uncounting Uncounted(IReadOnlyList<BatchNorm> layers) => new(layers);

    /// <summary>Named by their places in the module; it itself is "".</summary>
    public static List<(string Name, BatchNorm Layer)> Of(nn.Module module) =>
    [
        .. module.named_modules().Prepend(("", module))
            .Where(m => m.Item2 is BatchNorm).Select(m => (m.Item1, (BatchNorm)m.Item2)),
    ];

    private static StandingMoments Merge(string layer, (float[] Mean, float[] Variance)[] batches)
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

    private static float[] Values(Tensor values)
    {
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, float>(values.cpu().bytes).ToArray();
    }

    private static string Join(string module, string name) => module.Length == 0 ? name : $"{module}.{name}";

    /// <summary>See <see cref="Uncounted"/>.</summary>
    public readonly struct Uncounting : IDisposable
    {
        private readonly (BatchNorm Layer, double? Momentum)[] _before;

        internal Uncounting(IEnumerable<BatchNorm> layers)
        {
            _before = [.. layers.Where(layer => layer is { training: true, num_batches_tracked: not null })
                .Select(layer => (layer, layer.momentum))];
            Array.ForEach(_before, one => one.Layer.momentum = 0);
        }

        public void Dispose()
        {
            using var frozen = no_grad();
            foreach (var (layer, momentum) in _before)
            {
                layer.momentum = momentum;
                layer.num_batches_tracked!.sub_(1);
            }
        }
    }
}
