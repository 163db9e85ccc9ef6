using System.Runtime.InteropServices;
using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Training.Devices;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>z as a function of the sample's number: any split into batches, workers or nodes draws the same.</summary>
public static class LatentNoise
{
    /// <summary>(count, latent size); row i is sample number first + i of the stream.</summary>
    /// <param name="memory">Of the device that it is for; null: the processor.</param>
    /// <param name="scale">Times all of z.</param>
    public static Tensor Draw(
        LatentOptions latent, ulong seed, NoiseStream stream, long first, int count, IDeviceMemory? memory = null, float scale = 1)
    {
        memory ??= HostMemory.Instance;
        var z = memory.Host([count, latent.Size]);
        var values = MemoryMarshal.Cast<byte, float>(z.bytes);
        var start = checked((ulong)first * (ulong)latent.Size);
        switch (latent.Distribution)
        {
            case "uniform":
                FillUniform(seed, stream, start, values);
                break;
            case "truncated":
                TruncatedNormals.Fill(seed, stream, start, values, latent.Truncation);
                break;
            default:
                Normals.Fill(seed, stream, start, values);
                break;
        }

        TakeSigns(latent, values);
        for (var i = 0; scale != 1 && i < values.Length; i++)
        {
            values[i] *= scale;
        }

        return memory.ToDevice(z);
    }

    /// <summary>Every distribution has as much on either side of 0.</summary>
    private static void TakeSigns(LatentOptions latent, Span<float> values)
    {
        for (var first = 0; first < values.Length; first += latent.Size)
        {
            foreach (ref var value in values.Slice(first, latent.Binary))
            {
                value = value < 0 ? -1 : 1;
            }
        }
    }

    private static void FillUniform(ulong seed, NoiseStream stream, ulong first, Span<float> values)
    {
        Uniforms.Fill(seed, stream, first, values);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (2 * values[i]) - 1;
        }
    }
}
