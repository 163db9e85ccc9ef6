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
        if (label is { } asked && (asked < 0 || asked >= classes))
        {
            throw new UserInputException(classes == 0
                ? $"label {asked}: this run was trained without labels; leave the label out"
                : $"label {asked}: this run's labels are 0 to {classes - 1}; give one of them");
        }

        var samples = new List<float>();
        for (var first = 0; first < count; first += BatchSize)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var z = LatentNoise.Draw(latent, seed, NoiseStream.Of(purpose), first, BatchSize);
            var labels = label is { } one
                ? Enumerable.Repeat(one, BatchSize).ToArray()
                : Labels.InTurn(first, BatchSize, classes);
            var batch = Synthesis.Make(spec, parameters, _norm, z, Labels.OneHot(labels, classes))[^1].contiguous();
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
