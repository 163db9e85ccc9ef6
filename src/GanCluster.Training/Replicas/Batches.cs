using System.Runtime.InteropServices;
using GanCluster.Core.Ledger;
using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>The real samples and the noise of a replica's batch, both by its positions in the run.</summary>
internal sealed class Batches(RunConfiguration configuration, IDataReader reader, IReadOnlyList<long> shape, Device device)
{
    private readonly SamplePlan _plan = new(configuration.Replicas, configuration.Batch, configuration.DSteps);
    private readonly long[] _positions = new long[configuration.Batch];

    /// <summary>(batch, sample shape)</summary>
    public Tensor Real(long step, int j, int replica, IReadObserver observer)
    {
        var first = _plan.First(step, j, replica);
        for (var i = 0; i < _positions.Length; i++)
        {
            _positions[i] = first + i;
        }

        var real = empty([configuration.Batch, .. shape]);
        reader.Read(_positions, MemoryMarshal.Cast<byte, float>(real.bytes), observer);
        return device.type == DeviceType.CPU ? real : real.to(device);
    }

    /// <summary>(batch, latent): the z of a generated sample has the position of the real one it is set against.</summary>
    public Tensor Latent(long step, int j, int replica)
    {
        var stream = NoiseStream.Of(NoisePurpose.Latent);
        var z = LatentNoise.Draw(
            configuration.Latent, configuration.Seed, stream, _plan.First(step, j, replica), configuration.Batch);
        return device.type == DeviceType.CPU ? z : z.to(device);
    }
}
