using System.Runtime.InteropServices;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Evaluation;

/// <summary>A discriminator at rest, with the statistics of held-out real samples; of several levels the finest.</summary>
/// <param name="boundary">The score above which a sample is taken for real.</param>
public sealed class Discriminator(
    NetworkSpec spec,
    IReadOnlyList<Tensor> parameters,
    IReadOnlyList<long> shape,
    IReadOnlyList<StandingMoments> moments,
    int classes,
    double boundary) : IDisposable
{
    private const int BatchSize = 64;
    private readonly StandingBatchNorm _norm = new(moments);

    /// <summary>What its batch norm layers see over 1,024 held-out real samples.</summary>
    public static IReadOnlyList<StandingMoments> Standing(
        NetworkSpec spec, IReadOnlyList<Tensor> parameters, IDataSource? heldOut, int classes)
    {
        if (!spec.HasBatchNorm || heldOut is null)
        {
            return [];
        }

        var norm = new CollectingBatchNorm();
        var samples = Take(heldOut, 16 * BatchSize);
        var labels = TakeLabels(heldOut, 16 * BatchSize, classes);
        ForEachBatch(
            spec, samples, heldOut.Shape, labels, classes, (x, y) => Network.Forward(spec, parameters, norm, x, y, spec.Parts - 1));
        return [.. norm.Moments()];
    }

    /// <summary>The first samples of a source, one after the other.</summary>
    public static float[] Take(IDataSource source, int count)
    {
        count = (int)Math.Min(count, source.Count ?? count);
        var samples = new float[count * source.ValuesPerSample];
        for (var i = 0; i < count; i++)
        {
            source.Copy(source.IndexAt(i), samples.AsSpan(i * source.ValuesPerSample, source.ValuesPerSample));
        }

        return samples;
    }

    /// <summary>The labels of <see cref="Take"/>'s samples; none without classes.</summary>
    public static int[] TakeLabels(IDataSource source, int count, int classes) => classes == 0
        ? []
        : [.. Enumerable.Range(0, (int)Math.Min(count, source.Count ?? count)).Select(i => source.LabelOf(source.IndexAt(i)))];

    /// <param name="labels">One a sample; none without conditioning.</param>
    /// <returns>The share of the samples that D takes for real, or of whole packs of them.</returns>
    public double ShareTakenForReal(float[] samples, int[] labels)
    {
        var (real, all) = (0L, 0L);
        ForEachBatch(spec, samples, shape, labels, classes, (x, y) =>
        {
            var logits = Network.Forward(spec, parameters, _norm, x, y, spec.Parts - 1);
            real += logits.gt(boundary).sum().item<long>();
            all += logits.numel();
        });
        return (double)real / all;
    }

    public void Dispose()
    {
        _norm.Dispose();
        foreach (var parameter in parameters)
        {
            parameter.Dispose();
        }
    }

    private static void ForEachBatch(
        NetworkSpec spec,
        float[] samples,
        IReadOnlyList<long> shape,
        int[] labels,
        int classes,
        Action<Tensor, Tensor?> use)
    {
        var each = (int)shape.Aggregate(1L, (product, size) => product * size);
        var count = samples.Length / each / spec.Packing * spec.Packing;
        var most = BatchSize * spec.Packing;
        for (var first = 0; first < count; first += most)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var n = Math.Min(most, count - first);
            var x = empty([n, .. shape]);
            samples.AsSpan(first * each, n * each).CopyTo(MemoryMarshal.Cast<byte, float>(x.bytes));
            use(x, classes == 0 ? null : Labels.OneHot(labels.AsSpan(first, n), classes));
        }
    }
}
