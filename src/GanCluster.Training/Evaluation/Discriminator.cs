using System.Runtime.InteropServices;
using GanCluster.Core.Noise;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Evaluation;

/// <summary>A discriminator at rest, with the statistics of held-out real samples; of several levels the finest. Noise that its
/// modules draw follows from a sample's number among those that it is given.</summary>
public sealed class Discriminator : IDisposable
{
    private const int BatchSize = 64;
    private readonly DiscriminatorNetwork _network;
    private readonly IReadOnlyList<long> _shape;
    private readonly int _classes;
    private readonly IDeviceMemory _memory;

    /// <param name="network">Taken over.</param>
    internal Discriminator(
        DiscriminatorNetwork network,
        IReadOnlyList<long> shape,
        IReadOnlyList<StandingMoments> moments,
        int classes,
        IDeviceMemory memory)
    {
        (_network, _shape, _classes, _memory) = (network, shape, classes, memory);
        BatchNorms.Rest(network.Module, moments);
    }

    /// <summary>What its batch norm layers see over 1,024 held-out real samples.</summary>
    internal static IReadOnlyList<StandingMoments> Standing(
        DiscriminatorNetwork network, IDataSource? heldOut, int classes, IDeviceMemory memory)
    {
        if (!network.HasBatchNorm || heldOut is null)
        {
            return [];
        }

        var samples = Take(heldOut, 16 * BatchSize);
        var batches = Batches(
            samples, heldOut.Shape, TakeLabels(heldOut, 16 * BatchSize, classes), classes, network.Packing, memory).ToList();
        return BatchNorms.Collect(network.Module, batches.Count, i =>
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var (x, labels) = batches[i]();
            using var place = NoisePlace.Rest(seed: 0, NoisePurpose.Standing, i * BatchSize * network.Packing, (int)x.shape[0]);
            network.Score(x, labels, network.Levels - 1);
        });
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
    /// <returns>D's score of each sample, or of each whole pack of them.</returns>
    public float[] Scores(float[] samples, int[] labels)
    {
        var (scores, first) = (new List<float>(), 0L);
        foreach (var batch in Batches(samples, _shape, labels, _classes, _network.Packing, _memory))
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var (x, told) = batch();
            using var place = NoisePlace.Rest(seed: 0, NoisePurpose.Evaluation, first, (int)x.shape[0]);
            first += x.shape[0];
            scores.AddRange(_network.Score(x, told, _network.Levels - 1).to(CPU).data<float>());
        }

        return [.. scores];
    }

    public void Dispose() => _network.Dispose();

    /// <summary>Batches of 64 samples, or of 64 packs of them; the last one may be smaller.</summary>
    private static IEnumerable<Func<(Tensor X, Tensor? Labels)>> Batches(
        float[] samples, IReadOnlyList<long> shape, int[] labels, int classes, int packing, IDeviceMemory memory)
    {
        var each = (int)shape.Aggregate(1L, (product, size) => product * size);
        var count = samples.Length / each / packing * packing;
        var most = BatchSize * packing;
        for (var first = 0; first < count; first += most)
        {
            var (start, n) = (first, Math.Min(most, count - first));
            yield return () =>
            {
                var x = empty([n, .. shape]);
                samples.AsSpan(start * each, n * each).CopyTo(MemoryMarshal.Cast<byte, float>(x.bytes));
                return (memory.Move(x), classes == 0 ? null : Labels.Of(labels.AsSpan(start, n), classes, memory));
            };
        }
    }
}
