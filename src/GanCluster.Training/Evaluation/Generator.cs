using System.Runtime.InteropServices;
using GanCluster.Core;
using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Training.Networks;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Evaluation;

/// <summary>
/// A generator at rest. It always works in batches of 64, padded, and with standing statistics, so that sample i of a seed
/// does not
/// depend on how many were asked for.
/// </summary>
public sealed class Generator(
    NetworkSpec spec,
    IReadOnlyList<Tensor> parameters,
    LatentOptions latent,
    IReadOnlyList<StandingMoments> moments,
    int classes) : IDisposable
{
    public const int BatchSize = 64;

    private readonly StandingBatchNorm _norm = new(moments);

    /// <summary>Labels that it makes samples of; 0 without conditioning.</summary>
    public int Classes => classes;

    /// <param name="label">Of all samples; null: every label in turn. Without conditioning there is none.</param>
    /// <exception cref="UserInputException">The generator knows no such label.</exception>
    /// <returns>Samples 0 .. count - 1 of the seed, one after the other, in data units ([-1, 1] for images).</returns>
    public float[] Sample(ulong seed, NoisePurpose purpose, int count, int? label = null)
    {
        Check(label);
        return Make(
            count,
            first => LatentNoise.Draw(latent, seed, NoiseStream.Of(purpose), first, BatchSize),
            first => label is { } one ? [.. Enumerable.Repeat(one, BatchSize)] : Labels.InTurn(first, BatchSize, classes));
    }

    /// <summary>
    /// A walk from sample 0 of the seed to 1, 2, ... and back to 0, in even steps: along great circles for a normal latent,
    /// truncated or not (White, 2016), along lines for a uniform one.
    /// </summary>
    /// <param name="stops">Samples that it passes.</param>
    /// <param name="steps">From one to the next.</param>
    /// <param name="label">Of all samples; null: 0 with conditioning.</param>
    /// <exception cref="UserInputException">The generator knows no such label.</exception>
    /// <returns>stops x steps samples.</returns>
    public float[] Walk(ulong seed, NoisePurpose purpose, int stops, int steps, int? label = null)
    {
        Check(label);
        using var scope = NewDisposeScope();
        var drawn = LatentNoise.Draw(latent, seed, NoiseStream.Of(purpose), 0, stops);
        var path = new LatentPath(MemoryMarshal.Cast<byte, float>(drawn.bytes).ToArray(), latent, steps);
        var labels = classes == 0 ? [] : Enumerable.Repeat(label ?? 0, BatchSize).ToArray();
        return Make(stops * steps, first => path.Batch(first, BatchSize), _ => labels);
    }

    private void Check(int? label)
    {
        if (label is { } asked && (asked < 0 || asked >= classes))
        {
            throw new UserInputException(classes == 0
                ? $"label {asked}: this run was trained without labels; leave the label out"
                : $"label {asked}: this run's labels are 0 to {classes - 1}; give one of them");
        }
    }

    private float[] Make(int count, Func<int, Tensor> latents, Func<int, int[]> labels)
    {
        var samples = new List<float>();
        for (var first = 0; first < count; first += BatchSize)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var told = Labels.OneHot(labels(first), classes);
            var batch = Synthesis.Make(spec, parameters, _norm, latents(first), told)[^1].contiguous();
            var values = MemoryMarshal.Cast<byte, float>(batch.bytes);
            var each = values.Length / BatchSize;
            samples.AddRange(values[..(Math.Min(BatchSize, count - first) * each)]);
        }

        return [.. samples];
    }

    /// <summary>What its batch norm layers see over fixed noise (1,024 samples of the seed).</summary>
    public static IReadOnlyList<StandingMoments> Standing(
        NetworkSpec spec, IReadOnlyList<Tensor> parameters, LatentOptions latent, int classes, ulong seed)
    {
        const int Batches = 16;
        if (!spec.HasBatchNorm)
        {
            return [];
        }

        var norm = new CollectingBatchNorm();
        for (var i = 0; i < Batches; i++)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var z = LatentNoise.Draw(latent, seed, NoiseStream.Of(NoisePurpose.Standing), i * BatchSize, BatchSize);
            var labels = Labels.OneHot(Labels.InTurn(i * BatchSize, BatchSize, classes), classes);
            Synthesis.Make(spec, parameters, norm, z, labels);
        }

        return [.. norm.Moments()];
    }

    public void Dispose()
    {
        _norm.Dispose();
        foreach (var parameter in parameters)
        {
            parameter.Dispose();
        }
    }
}
