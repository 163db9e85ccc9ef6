using System.Runtime.InteropServices;
using GanCluster.Core.Ledger;
using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Libtorch;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <param name="First">The position in the run of the first sample.</param>
/// <param name="Real">(batch, sample shape)</param>
/// <param name="Labels">(batch) int64, of the real samples and of the generated ones set against them; null
/// without conditioning.</param>
internal sealed record Batch(long First, Tensor Real, Tensor? Labels)
{
    /// <summary>What they are called where a thread tells what it is at.</summary>
    public const string Samples = "samples";

    public int Count => (int)Real.shape[0];
}

/// <summary>The real samples and the noise of a replica's batch, both by its positions in the run.</summary>
/// <param name="time">By which a read takes long.</param>
internal sealed class Batches(
    RunConfiguration configuration, Family family, IDataReader reader, IDeviceMemory memory, TimeProvider time) : IDisposable
{
    private readonly SamplePlan _plan = new(configuration.Replicas, configuration.Batch, configuration.DSteps);
    private readonly LatentOptions _latent = family.Latent;
    private readonly ReadAhead _ahead = new(configuration, family, reader, memory, time);

    /// <summary>What the noise is drawn by; the samples go by the run's seed.</summary>
    public ulong NoiseSeed { get; set; } = configuration.Seed;

    public Batch Real(long step, int j, int replica, IReadObserver observer)
    {
        using var mark = Underway.Of(Batch.Samples, "their reading");
        var first = _plan.First(step, j, replica);
        var (real, labels) = _ahead.Take(first, observer);
        return new Batch(first, real, labels);
    }

    /// <summary>What G starts from: the low images, or (batch, latent), where the z of a generated sample has the position of
    /// the real one it is set against.</summary>
    public Tensor Input(Batch batch)
    {
        using var mark = Underway.Of(Batch.Samples, "their noise");
        return family.Upscales
            ? Srgan.Low(batch.Real, family.Factor)
            : LatentNoise.Draw(
                _latent, NoiseSeed, NoiseStream.Of(NoisePurpose.Latent), batch.First, batch.Count, memory, family.LatentScale);
    }

    /// <summary>(batch): uniform numbers by position, one for all samples of a pack; null without a gradient penalty.</summary>
    public Tensor? Between(Batch batch)
    {
        if (configuration.Penalties.Gradient <= 0)
        {
            return null;
        }

        var between = memory.Host([batch.Count]);
        var values = MemoryMarshal.Cast<byte, float>(between.bytes);
        Uniforms.Fill(NoiseSeed, NoiseStream.Of(NoisePurpose.Interpolation), (ulong)batch.First, values);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = values[i - (i % configuration.Packing)];
        }

        return memory.ToDevice(between);
    }

    public void Dispose() => _ahead.Dispose();
}
