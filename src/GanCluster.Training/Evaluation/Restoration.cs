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
    private readonly int _side;

    private Restoration(float[] real, int side, Upscaler upscaler)
    {
        var small = side / Srgan.Factor;
        (_real, _side, _low) = (real, side, Low(real, side));
        _bicubic = [.. _low.Chunk(small * small).SelectMany(image => Bicubic.Enlarge(image, small, Srgan.Factor))];
        Upscaled = upscaler.Upscale(_low, small, small);
    }

    /// <summary>One image after the other, in [-1, 1].</summary>
    public float[] Upscaled { get; }

    public int Count => _real.Length / _side / _side;

    /// <summary>The mean over the images of each one's PSNR, in dB.</summary>
    public double Psnr => MeanPsnr(Upscaled);

    /// <inheritdoc cref="Psnr"/>
    public double BicubicPsnr => MeanPsnr(_bicubic);

    /// <summary>The mean over the images of each one's SSIM.</summary>
    public double Ssim => MeanSsim(Upscaled);

    /// <inheritdoc cref="Ssim"/>
    public double BicubicSsim => MeanSsim(_bicubic);

    /// <summary>Of as many as there are up to <paramref name="count"/>.</summary>
    public static Restoration Of(TrainedModel model, IDataSource heldOut, int count)
    {
        using var upscaler = model.OpenUpscaler();
        return new Restoration(Discriminator.Take(heldOut, count), (int)heldOut.Shape[^1], upscaler);
    }

    /// <summary>The first images, four places each: low, bicubic, upscaled, real.</summary>
    public PixelImage Sheet(int count)
    {
        const int Columns = 16;
        var (each, values) = (_side * _side, new List<float>());
        for (var i = 0; i < count; i++)
        {
            values.AddRange(Blocks(i));
            foreach (var images in (float[][])[_bicubic, Upscaled, _real])
            {
                values.AddRange(images.AsSpan(i * each, each));
            }
        }

        return ImageGrid.Compose(CollectionsMarshal.AsSpan(values), count * 4, 1, _side, _side, Columns, padding: 2, scale: 2);
    }

    /// <summary>A low image whose pixels are squares.</summary>
    private IEnumerable<float> Blocks(int image)
    {
        var small = _side / Srgan.Factor;
        return Enumerable.Range(0, _side * _side).Select(i =>
            _low[(((image * small) + (i / _side / Srgan.Factor)) * small) + (i % _side / Srgan.Factor)]);
    }

    private static float[] Low(float[] images, int side)
    {
        using var scope = NewDisposeScope();
        var low = Srgan.Low(tensor(images, [images.Length / side / side, 1, side, side]));
        return MemoryMarshal.Cast<byte, float>(low.contiguous().bytes).ToArray();
    }

    private double MeanPsnr(float[] images) => PeakSignalToNoise.Mean(Matrix(images), Matrix(_real), Range);

    private double MeanSsim(float[] images) => StructuralSimilarity.Mean(Matrix(images), Matrix(_real), Range);

    private SampleMatrix Matrix(float[] images) => new(Array.ConvertAll(images, v => (double)v), Count, _side * _side);
}
