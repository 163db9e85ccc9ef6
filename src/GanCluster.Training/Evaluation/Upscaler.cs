using System.Runtime.InteropServices;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Evaluation;

/// <summary>A generator at rest that enlarges images. It works in batches of 64, padded, so that an image's bits do not depend
/// on how many it is given.</summary>
public sealed class Upscaler(NetworkSpec spec, IReadOnlyList<Tensor> parameters) : IDisposable
{
    private const int BatchSize = 64;

    /// <param name="low">Grey images of side x side, one after the other.</param>
    /// <returns>Of four times the height and width, in [-1, 1].</returns>
    public float[] Upscale(float[] low, int side)
    {
        var each = side * side;
        var result = new float[low.Length * Srgan.Factor * Srgan.Factor];
        for (var first = 0; first < low.Length; first += BatchSize * each)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var batch = zeros(BatchSize, 1, side, side);
            var count = Math.Min(BatchSize * each, low.Length - first);
            low.AsSpan(first, count).CopyTo(MemoryMarshal.Cast<byte, float>(batch.bytes));
            var made = Network.Forward(spec, parameters, OwnBatchNorm.Instance, batch).clamp(-1, 1).contiguous();
            MemoryMarshal.Cast<byte, float>(made.bytes)[..(count * Srgan.Factor * Srgan.Factor)]
                .CopyTo(result.AsSpan(first * Srgan.Factor * Srgan.Factor));
        }

        return result;
    }

    public void Dispose()
    {
        foreach (var parameter in parameters)
        {
            parameter.Dispose();
        }
    }
}
