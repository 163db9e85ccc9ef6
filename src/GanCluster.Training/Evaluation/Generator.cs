using System.Runtime.InteropServices;
using GanCluster.Core;
using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Training.Devices;
using GanCluster.Training.Networks;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Evaluation;

/// <summary>
/// A generator at rest. It always works in batches of 64, padded, and with standing statistics, so that sample i of a seed does
/// not depend on how many were asked for.
/// </summary>
public sealed class Generator : IDisposable
{
    public const int BatchSize = 64;

    private readonly GeneratorNetwork _network;
    private readonly LatentOptions _latent;
    private readonly IDeviceMemory _memory;

    /// <param name="network">Taken over.</param>
    /// <param name="memory">Of the device that it computes on.</param>
    internal Generator(
        GeneratorNetwork network, LatentOptions latent, IReadOnlyList<StandingMoments> moments, int classes, IDeviceMemory memory)
    {
        (_network, _latent, Classes, _memory) = (network, latent, classes, memory);
        BatchNorms.Rest(network.Module, moments);
    }

    /// <inheritdoc cref="Family.LatentScale"/>
    internal float LatentScale { get; init; } = 1;

    /// <summary>Labels that it makes samples of; 0 without conditioning.</summary>
    public int Classes { get; }

    /// <summary>In eval mode, with the weights and statistics that it samples by.</summary>
    public nn.Module Module => _network.Module;

    /// <returns>z of samples first .. first + count - 1 of the seed: (count, latent size).</returns>
    public Tensor Latents(ulong seed, NoisePurpose purpose, int first, int count) =>
        LatentNoise.Draw(_latent, seed, NoiseStream.Of(purpose), first, count, scale: LatentScale);

    /// <param name="label">Of all samples; null: every label in turn. Without conditioning there is none.</param>
    /// <exception cref="UserInputException">The generator knows no such label.</exception>
    /// <param name="start">The first sample's number.</param>
    /// <returns>Samples start .. start + count - 1 of the seed, one after the other, in data units ([-1, 1] for
    /// images).</returns>
    public float[] Sample(ulong seed, NoisePurpose purpose, int count, int? label = null, int start = 0)
    {
        Check(label);
        return Make(
            start,
            count,
            first => NoisePlace.Rest(seed, purpose, first, BatchSize),
            first => Latents(seed, purpose, first, BatchSize),
            first => label is { } one ? [.. Enumerable.Repeat(one, BatchSize)] : Labels.InTurn(first, BatchSize, Classes));
    }

    /// <summary>
    /// A walk from one sample of the seed to the next and at last back to the first, in even steps: along great circles for a normal latent,
    /// truncated or not (White, 2016), along lines for a uniform one.
    /// </summary>
    /// <param name="stops">Samples that it passes.</param>
    /// <param name="steps">From one to the next.</param>
    /// <param name="label">Of all samples; null: 0 with conditioning.</param>
    /// <param name="start">The first one's number.</param>
    /// <exception cref="UserInputException">The generator knows no such label.</exception>
    /// <returns>stops x steps samples.</returns>
    public float[] Walk(ulong seed, NoisePurpose purpose, int stops, int steps, int? label = null, int start = 0)
    {
        Check(label);
        using var scope = NewDisposeScope();
        var drawn = Latents(seed, purpose, start, stops);
        var path = new LatentPath(MemoryMarshal.Cast<byte, float>(drawn.bytes).ToArray(), _latent, steps);
        var labels = Classes == 0 ? [] : Enumerable.Repeat(label ?? 0, BatchSize).ToArray();
        return Make(
            0,
            stops * steps,
            _ => NoisePlace.Rest(seed, purpose, start, BatchSize),
            first => path.Batch(first, BatchSize), _ => labels);
    }

    private void Check(int? label)
    {
        if (label is { } asked && (asked < 0 || asked >= Classes))
        {
            throw new UserInputException(Classes == 0
                ? $"label {asked}: this run was trained without labels; leave the label out"
                : $"label {asked}: this run's labels are 0 to {Classes - 1}; give one of them");
        }
    }

    private float[] Make(int start, int count, PlaceOf placeOf, Func<int, Tensor> latents, Func<int, int[]> labels)
    {
        var samples = new List<float>();
        for (var first = start - (start % BatchSize); first < start + count; first += BatchSize)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            using var place = placeOf(first);
            var told = Labels.Of(labels(first), Classes, _memory);
            var batch = _memory.Fetch(_network.Make(_memory.Move(latents(first)), told)[^1].contiguous());
            var values = MemoryMarshal.Cast<byte, float>(batch.bytes);
            var each = values.Length / BatchSize;
            var (from, to) = (Math.Max(0, start - first), Math.Min(BatchSize, start + count - first));
            samples.AddRange(values[(from * each)..(to * each)]);
        }

        return [.. samples];
    }

    /// <summary>What its batch norm layers see over fixed noise (1,024 samples of the seed).</summary>
    internal static IReadOnlyList<StandingMoments> Standing(
        GeneratorNetwork network, Family family, ulong seed, IDeviceMemory memory)
    {
        const int Batches = 16;
        return !network.HasBatchNorm ? [] : BatchNorms.Collect(network.Module, Batches, i =>
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            using var place = NoisePlace.Rest(seed, NoisePurpose.Standing, i * BatchSize, BatchSize);
            var z = LatentNoise.Draw(
                family.Latent, seed, NoiseStream.Of(NoisePurpose.Standing), i * BatchSize, BatchSize, memory, family.LatentScale);
            network.Make(z, Labels.Of(Labels.InTurn(i * BatchSize, BatchSize, family.Classes), family.Classes, memory));
        });
    }

    public void Dispose() => _network.Dispose();

    private delegate NoisePlace.Entered PlaceOf(int first);
}
