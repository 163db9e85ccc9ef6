using System.Runtime.InteropServices;
using GanCluster.Training.Devices;
using GanCluster.Training.Images;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Evaluation;

/// <summary>
/// A generator at rest that enlarges images. Small ones go in batches of 64, padded, so that an image's bits do not depend on
/// how many it is given. Larger ones go one by one and in tiles, so that memory does not grow with them: a tile is enlarged
/// with as much around it as its pixels follow from.
/// </summary>
public sealed class Upscaler : IDisposable
{
    private const int BatchSize = 64;

    /// <summary>Height and width of a tile, and of the largest image that needs none.</summary>
    private const int Tile = 64;

    private readonly GeneratorNetwork _network;
    private readonly int _channels;
    private readonly int _reach;
    private readonly IDeviceMemory _memory;

    /// <param name="network">Taken over.</param>
    /// <param name="reach">How many pixels of the low image a pixel of the enlargement follows from, on each side.</param>
    internal Upscaler(GeneratorNetwork network, int factor, int channels, int reach, IDeviceMemory memory) =>
        (_network, Factor, _channels, _reach, _memory) = (network, factor, channels, reach, memory);

    /// <summary>Height and width of an enlarged image over those of its low image.</summary>
    public int Factor { get; }

    /// <param name="low">Images of (channels, height, width) as the run's are, one after the other.</param>
    /// <returns><see cref="Factor"/> times as high and wide, in [-1, 1].</returns>
    public float[] Upscale(float[] low, int height, int width)
    {
        var each = _channels * height * width;
        var result = new float[low.Length * Factor * Factor];
        var batchSize = Math.Max(height, width) > Tile ? 1 : BatchSize;
        for (var first = 0; first < low.Length; first += batchSize * each)
        {
            var given = low.AsSpan(first, Math.Min(batchSize * each, low.Length - first));
            var made = result.AsSpan(first * Factor * Factor, given.Length * Factor * Factor);
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var batch = zeros(batchSize, _channels, height, width);
            given.CopyTo(MemoryMarshal.Cast<byte, float>(batch.bytes));
            MemoryMarshal.Cast<byte, float>(_memory.Fetch(Enlarge(_memory.Move(batch))).bytes)[..made.Length].CopyTo(made);
        }

        return result;
    }

    /// <summary>In its own colours: a run of grey images enlarges each channel as one, and a run of colour images sees a grey one
    /// thrice and gives colours.</summary>
    public PixelImage Upscale(PixelImage image)
    {
        var (pixels, channels) = (image.Width * image.Height, Math.Max(_channels, image.Channels));
        var low = new float[channels * pixels];
        for (var i = 0; i < low.Length; i++)
        {
            low[i] = (image.Pixels[(i % pixels * image.Channels) + (i / pixels % image.Channels)] / 127.5f) - 1;
        }

        var made = Upscale(low, image.Height, image.Width);
        var large = new byte[made.Length];
        for (var i = 0; i < large.Length; i++)
        {
            large[i] = ImageGrid.ToPixel(made[(i % channels * (made.Length / channels)) + (i / channels)]);
        }

        return new PixelImage(image.Width * Factor, image.Height * Factor, channels, large);
    }

    public void Dispose() => _network.Dispose();

    private Tensor Enlarge(Tensor batch)
    {
        var (height, width) = (batch.shape[2], batch.shape[3]);
        var rows = Starts(height).Select(top => cat([.. Starts(width).Select(left => Enlarge(batch, top, left))], 3));
        return cat([.. rows], 2).contiguous();
    }

    /// <summary>The tile that starts there.</summary>
    private Tensor Enlarge(Tensor batch, long top, long left)
    {
        using var scope = NewDisposeScope();
        var (y, x) = (Around(top, batch.shape[2]), Around(left, batch.shape[3]));
        var part = batch.narrow(2, y.First, y.Count).narrow(3, x.First, x.Count).contiguous();
        return _network.Make(part, labels: null)[^1].clamp(-1, 1)
            .narrow(2, (top - y.First) * Factor, Math.Min(Tile, batch.shape[2] - top) * Factor)
            .narrow(3, (left - x.First) * Factor, Math.Min(Tile, batch.shape[3] - left) * Factor)
            .clone().MoveToOuterDisposeScope();
    }

    private (long First, long Count) Around(long start, long size)
    {
        var first = Math.Max(0, start - _reach);
        return (first, Math.Min(size, start + Tile + _reach) - first);
    }

    private static IEnumerable<long> Starts(long size)
    {
        for (var start = 0L; start < size; start += Tile)
        {
            yield return start;
        }
    }
}
