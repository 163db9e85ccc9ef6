using System.Runtime.InteropServices;
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
    IReadOnlyList<StandingMoments> moments) : IDisposable
{
    public const int BatchSize = 64;

    private readonly StandingBatchNorm _norm = new(moments);

    /// <returns>Samples first .. first + count - 1 of the seed, one after the other, in data units ([-1, 1] for
    /// images).</returns>
    public float[] Sample(ulong seed, NoisePurpose purpose, int count)
    {
        var samples = new List<float>();
        for (var first = 0; first < count; first += BatchSize)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var z = LatentNoise.Draw(latent, seed, NoiseStream.Of(purpose), first, BatchSize);
            var batch = Network.Forward(spec, parameters, _norm, z).contiguous();
            var values = MemoryMarshal.Cast<byte, float>(batch.bytes);
            var each = values.Length / BatchSize;
            samples.AddRange(values[..(Math.Min(BatchSize, count - first) * each)]);
        }

        return [.. samples];
    }

    /// <summary>What its batch norm layers see over fixed noise (1,024 samples of the seed).</summary>
    public static IReadOnlyList<StandingMoments> Standing(
        NetworkSpec spec, IReadOnlyList<Tensor> parameters, LatentOptions latent, ulong seed)
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
            Network.Forward(spec, parameters, norm, z);
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
