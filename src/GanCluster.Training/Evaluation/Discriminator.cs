using System.Runtime.InteropServices;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Evaluation;

/// <summary>A discriminator at rest, with the statistics of held-out real samples.</summary>
public sealed class Discriminator(
    NetworkSpec spec,
    IReadOnlyList<Tensor> parameters,
    IReadOnlyList<long> shape,
    IReadOnlyList<StandingMoments> moments) : IDisposable
{
    private const int BatchSize = 64;
    private readonly StandingBatchNorm _norm = new(moments);

    /// <summary>What its batch norm layers see over 1,024 held-out real samples.</summary>
    public static IReadOnlyList<StandingMoments> Standing(
        NetworkSpec spec, IReadOnlyList<Tensor> parameters, IDataSource? heldOut)
    {
        if (!spec.HasBatchNorm || heldOut is null)
        {
            return [];
        }

        var norm = new CollectingBatchNorm();
        var samples = Take(heldOut, 16 * BatchSize);
        ForEachBatch(samples, heldOut.Shape, x => Network.Forward(spec, parameters, norm, x));
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

    /// <returns>The share of the samples that D takes for real.</returns>
    public double ShareTakenForReal(float[] samples)
    {
        var (real, all) = (0L, 0L);
        ForEachBatch(samples, shape, x =>
        {
            var logits = Network.Forward(spec, parameters, _norm, x);
            real += logits.gt(0).sum().item<long>();
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

    private static void ForEachBatch(float[] samples, IReadOnlyList<long> shape, Action<Tensor> use)
    {
        var each = (int)shape.Aggregate(1L, (product, size) => product * size);
        for (var first = 0; first < samples.Length; first += BatchSize * each)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var part = samples.AsSpan(first, Math.Min(BatchSize * each, samples.Length - first));
            var x = empty([part.Length / each, .. shape]);
            part.CopyTo(MemoryMarshal.Cast<byte, float>(x.bytes));
            use(x);
        }
    }
}
