using System.Runtime.InteropServices;
using GanCluster.Training.Data;
using GanCluster.Training.Images;
using GanCluster.Training.Measures;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Evaluation;

/// <summary>The first held-out images beside what a run and bicubic interpolation make of their low images.</summary>
public sealed class Restoration
{
    /// <summary>From -1 to 1, as 255 is of bytes.</summary>
    private const double Range = 2;

    private readonly float[] _real;
    private readonly float[] _low;
    private readonly float[] _bicubic;
    private readonly int _channels;
    private readonly int _side;
    private readonly int _factor;

    private Restoration(float[] real, IReadOnlyList<long> shape, Upscaler upscaler)
    {
        (_real, _channels, _side, _factor) = (real, (int)shape[0], (int)shape[^1], upscaler.Factor);
        var small = _side / _factor;
        _low = Low();
        _bicubic = [.. _low.Chunk(small * small).SelectMany(plane => Bicubic.Enlarge(plane, small, _factor))];
        Upscaled = upscaler.Upscale(_low, small, small);
    }

    /// <summary>One image after the other, in [-1, 1].</summary>
    public float[] Upscaled { get; }

    public int Count => _real.Length / Values;

    /// <summary>The mean over the images of each one's PSNR, in dB; of colours over all channels at once.</summary>
    public double Psnr => MeanPsnr(Upscaled);

    /// <inheritdoc cref="Psnr"/>
    public double BicubicPsnr => MeanPsnr(_bicubic);

    /// <summary>The mean over the images of each one's SSIM; of colours each channel's counts as much.</summary>
    public double Ssim => MeanSsim(Upscaled);

    /// <inheritdoc cref="Ssim"/>
    public double BicubicSsim => MeanSsim(_bicubic);

    /// <summary>Of an image.</summary>
    private int Values => _channels * _side * _side;

    /// <summary>Of as many as there are up to <paramref name="count"/>.</summary>
    public static Restoration Of(TrainedModel model, IDataSource heldOut, int count)
    {
        using var upscaler = model.OpenUpscaler();
        return new Restoration(Discriminator.Take(heldOut, count), heldOut.Shape, upscaler);
    }

    /// <summary>The first images, four places each: low, bicubic, upscaled, real.</summary>
    public PixelImage Sheet(int count)
    {
        const int Columns = 16;
        var values = new List<float>();
        for (var i = 0; i < count; i++)
        {
            values.AddRange(Blocks(i));
            foreach (var images in (float[][])[_bicubic, Upscaled, _real])
            {
                values.AddRange(images.AsSpan(i * Values, Values));
            }
        }

        return ImageGrid.Compose(CollectionsMarshal.AsSpan(values), count * 4, _channels, _side, _side, Columns, padding: 2, scale: 2);
    }

    /// <summary>A low image whose pixels are squares.</summary>
    private IEnumerable<float> Blocks(int image)
    {
        var small = _side / _factor;
        return Enumerable.Range(image * _channels * _side, _channels * _side).SelectMany(row =>
            Enumerable.Range(0, _side).Select(column => _low[(row / _factor * small) + (column / _factor)]));
    }

    private float[] Low()
    {
        using var scope = NewDisposeScope();
        var low = Srgan.Low(tensor(_real, [Count, _channels, _side, _side]), _factor);
        return MemoryMarshal.Cast<byte, float>(low.contiguous().bytes).ToArray();
    }

    private double MeanPsnr(float[] images) => PeakSignalToNoise.Mean(Matrix(images, Values), Matrix(_real, Values), Range);

    private double MeanSsim(float[] images) => 
        StructuralSimilarity.Mean(Matrix(images, _side * _side), Matrix(_real, _side * _side), Range);

    private static SampleMatrix Matrix(float[] images, int each) =>
        new(Array.ConvertAll(images, v => (double)v), images.Length / each, each);
}
