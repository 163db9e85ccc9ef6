using GanCluster.Core.Noise;
using GanCluster.Training.Devices;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>Which images are augmented: each has draws of its own at a position.</summary>
internal enum Augmented
{
    RealForDiscriminator,
    FakeForDiscriminator,
    FakeForGenerator,
    RealForGenerator,
}

/// <summary>
/// DiffAugment (Zhao et al., 2020): random changes of all images that D sees, through which G's gradients pass. Every number is
/// drawn by the image's position in the run. Brightness and contrast are changed, and of images in colour their saturation.
/// </summary>
/// <param name="policy">As in the configuration: <c>none</c>, or some of <c>color,translation,cutout</c>.</param>
internal sealed class DiffAugmentation(string policy, ulong seed, IDeviceMemory memory)
{
    private const int Draws = 6;

    /// <summary>Beside the streams of <see cref="Augmented"/>, so that grey images have the draws that they had without.</summary>
    private const ulong SaturationStream = 16;

    /// <summary>Beside both, for which images are augmented.</summary>
    private const ulong ShareStream = 32;

    private const double TranslatedShare = 0.125;
    private const double CutShare = 0.5;

    private readonly bool _color = policy.Contains("color", StringComparison.Ordinal);
    private readonly bool _translation = policy.Contains("translation", StringComparison.Ordinal);
    private readonly bool _cutout = policy.Contains("cutout", StringComparison.Ordinal);

    /// <param name="images">(N, C, H, W)</param>
    /// <param name="first">The position in the run of the first image.</param>
    /// <param name="share">(1): of the images that are augmented; null: all.</param>
    public Tensor Apply(Tensor images, Augmented which, long first, Tensor? share)
    {
        if (share is null)
        {
            return Apply(images, which, first);
        }

        var draws = new float[images.shape[0]];
        Uniforms.Fill(seed, NoiseStream.Of(NoisePurpose.Augmentation, ShareStream + (ulong)which), (ulong)first, draws);
        var chosen = memory.Send<float>(draws, ScalarType.Float32, draws.Length, 1, 1, 1) < share;
        return where(chosen, Apply(images, which, first), images);
    }

    /// <summary>All of them.</summary>
    /// <inheritdoc cref="Apply(Tensor, Augmented, long, Tensor)"/>
    public Tensor Apply(Tensor images, Augmented which, long first)
    {
        var draws = new float[images.shape[0] * Draws];
        if (_color || _translation || _cutout)
        {
            var stream = NoiseStream.Of(NoisePurpose.Augmentation, (ulong)which);
            Uniforms.Fill(seed, stream, (ulong)first * Draws, draws);
        }

        images = _color && images.shape[1] == 3 ? Saturate(images, which, first) : images;
        images = _color ? Recolor(images, draws) : images;
        return _translation || _cutout ? Move(images, draws) : images;
    }

    /// <summary>From none to twice.</summary>
    private Tensor Saturate(Tensor images, Augmented which, long first)
    {
        var draws = new float[images.shape[0]];
        Uniforms.Fill(seed, NoiseStream.Of(NoisePurpose.Augmentation, SaturationStream + (ulong)which), (ulong)first, draws);
        var grey = images.mean([1], keepdim: true);
        return ((images - grey) * (memory.Send<float>(draws, ScalarType.Float32, draws.Length, 1, 1, 1) * 2)) + grey;
    }

    private Tensor Recolor(Tensor images, float[] draws)
    {
        var brighter = images + Column(draws, 0, draw => draw - 0.5f);
        var mean = brighter.mean([1, 2, 3], keepdim: true);
        return ((brighter - mean) * Column(draws, 1, draw => draw + 0.5f)) + mean;
    }

    /// <summary>One number an image, (N, 1, 1, 1).</summary>
    private Tensor Column(float[] draws, int number, Func<float, float> change)
    {
        var values = Enumerable.Range(0, draws.Length / Draws).Select(i => change(draws[(i * Draws) + number])).ToArray();
        return memory.Send<float>(values, ScalarType.Float32, values.Length, 1, 1, 1);
    }

    /// <summary>One gather for the translation, one product for what comes from outside the image or is cut out.</summary>
    private Tensor Move(Tensor images, float[] draws)
    {
        var (n, c, h, w) = ((int)images.shape[0], (int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);
        var sources = new long[n * c * h * w];
        var mask = new float[n * h * w];
        for (var i = 0; i < n; i++)
        {
            var draw = draws.AsSpan(i * Draws, Draws);
            var rows = new Axis(h, _translation ? draw[2] : null, _cutout ? draw[4] : null);
            var columns = new Axis(w, _translation ? draw[3] : null, _cutout ? draw[5] : null);
            for (var y = 0; y < h; y++)
            {
                for (var x = 0; x < w; x++)
                {
                    var cut = rows.IsCut(y) && columns.IsCut(x);
                    mask[(((i * h) + y) * w) + x] = !cut && rows.IsInside(y) && columns.IsInside(x) ? 1 : 0;
                    for (var channel = 0; channel < c; channel++)
                    {
                        var plane = ((i * c) + channel) * h;
                        sources[((plane + y) * w) + x] = ((plane + rows.Source(y)) * w) + columns.Source(x);
                    }
                }
            }
        }

        var moved = _translation ? images.reshape(-1).index_select(0, memory.Send<long>(sources, ScalarType.Int64, sources.Length)) : images;
        return moved.reshape(images.shape) * memory.Send<float>(mask, ScalarType.Float32, n, 1, h, w);
    }

    /// <summary>What happens to an image along its height or width: moved by up to an eighth, and half of it cut out around any
    /// pixel.</summary>
    private readonly struct Axis
    {
        private readonly int _size;
        private readonly int _shift;
        private readonly int _cutFrom;
        private readonly int _cutTo;

        public Axis(int size, float? translation, float? cut)
        {
            _size = size;
            if (translation is { } share)
            {
                var most = (int)((size * TranslatedShare) + 0.5);
                _shift = (int)(share * ((2 * most) + 1)) - most;
            }

            if (cut is { } centre)
            {
                var length = (int)((size * CutShare) + 0.5);
                _cutFrom = (int)(centre * (size + 1 - (length % 2))) - (length / 2);
                _cutTo = _cutFrom + length;
            }
        }

        public bool IsInside(int i) => i - _shift >= 0 && i - _shift < _size;

        public int Source(int i) => Math.Clamp(i - _shift, 0, _size - 1);

        public bool IsCut(int i) => i >= _cutFrom && i < _cutTo;
    }
}
