using System.Buffers;
using GanCluster.Training.Images.Decoding;

namespace GanCluster.Training.Images.Scaling;

/// <summary>
/// Brings images to one size by antialiased bicubic resampling: rows first, rounded to bytes, then columns. All in whole
/// numbers, so the bytes are every machine's. Keeps the weights of the last size that it met; one a thread.
/// </summary>
public sealed class Resampler(int height, int width, ImageFit fit, Rgb background)
{
    private const int Channels = 3;
    private const int Half = 1 << (AxisWeights.Bits - 1);

    private (int Width, int Height) _from;
    private Placement _place;
    private AxisWeights _across = null!;
    private AxisWeights _down = null!;

    /// <param name="planes">(3, height, width); all of it is written.</param>
    public void Resample(DecodedImage image, Span<byte> planes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(planes.Length, Channels * height * width);
        if (_from != (image.Width, image.Height))
        {
            _from = (image.Width, image.Height);
            _place = Placement.Of(fit, image.Width, image.Height, width, height);
            _across = AxisWeights.Of(image.Width, _place.X, _place.Width);
            _down = AxisWeights.Of(image.Height, _place.Y, _place.Height);
        }

        if (_place.Width != width || _place.Height != height)
        {
            planes[..(height * width)].Fill(background.R);
            planes.Slice(height * width, height * width).Fill(background.G);
            planes[(2 * height * width)..].Fill(background.B);
        }

        var (first, end) = _down.Reach;
        var rented = ArrayPool<byte>.Shared.Rent((end - first) * _place.Width * Channels);
        try
        {
            Across(image.Bytes, image.Layout, first, end, rented);
            Down(rented, first, planes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <param name="rows">(end - first, place's width, 3).</param>
    private void Across(ReadOnlySpan<byte> bytes, PixelLayout layout, int first, int end, Span<byte> rows)
    {
        var next = 0;
        for (var y = first; y < end; y++)
        {
            for (var x = 0; x < _across.Count; x++, next += Channels)
            {
                var at = layout.Origin + (y * layout.StepY) + (_across.First(x) * layout.StepX);
                var (red, green, blue) = (Half, Half, Half);
                foreach (var weight in _across.At(x))
                {
                    red += bytes[at] * weight;
                    green += bytes[at + 1] * weight;
                    blue += bytes[at + 2] * weight;
                    at += layout.StepX;
                }

                (rows[next], rows[next + 1], rows[next + 2]) = (ToByte(red), ToByte(green), ToByte(blue));
            }
        }
    }

    private void Down(ReadOnlySpan<byte> rows, int first, Span<byte> planes)
    {
        var step = _place.Width * Channels;
        for (var y = 0; y < _down.Count; y++)
        {
            var weights = _down.At(y);
            var top = (_down.First(y) - first) * step;
            var to = ((_place.Top + y) * width) + _place.Left;
            for (var i = 0; i < step; i++)
            {
                var (sum, at) = (Half, top + i);
                foreach (var weight in weights)
                {
                    sum += rows[at] * weight;
                    at += step;
                }

                planes[(i % Channels * height * width) + to + (i / Channels)] = ToByte(sum);
            }
        }
    }

    private static byte ToByte(int sum) => (byte)Math.Clamp(sum >> AxisWeights.Bits, 0, 255);
}
