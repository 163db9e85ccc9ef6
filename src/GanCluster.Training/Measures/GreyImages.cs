using GanCluster.Core;
using GanCluster.Training.Data;
using GanCluster.Training.Images;

namespace GanCluster.Training.Measures;

/// <summary>
/// Grey images of 28 x 28 bytes. Every set is brought into this form before it is scored, so that images from a run, from a
/// file and from the data set are compared alike, whatever they were rounded to before.
/// </summary>
public sealed class GreyImages
{
    public const int Side = 28;
    public const int PixelsEach = Side * Side;
    private const int LargerSide = 32;

    private GreyImages(byte[] pixels)
    {
        Pixels = pixels;
    }

    /// <summary>(count, 28, 28)</summary>
    public byte[] Pixels { get; }

    public int Count => Pixels.Length / PixelsEach;

    /// <summary>Whether images of that many pixels a side can be measured.</summary>
    public static bool Takes(long side) => side is Side or LargerSide;

    /// <param name="pixels">(count, side, side); a side of 32 is cropped to the inner 28.</param>
    /// <param name="where">What errors call them.</param>
    /// <exception cref="UserInputException">Another side, or no image.</exception>
    public static GreyImages Of(ReadOnlySpan<byte> pixels, int side, string where)
    {
        if (!Takes(side) || pixels.IsEmpty || pixels.Length % (side * side) != 0)
        {
            throw new UserInputException($"{where} are of {side} x {side} pixels: "
                + "the measures are for grey images of 28 x 28, or 32 x 32 with a border of 2");
        }

        var count = pixels.Length / (side * side);
        var border = (side - Side) / 2;
        var inner = new byte[count * PixelsEach];
        for (var row = 0; row < count * Side; row++)
        {
            var from = ((row / Side * side) + border + (row % Side)) * side;
            pixels.Slice(from + border, Side).CopyTo(inner.AsSpan(row * Side));
        }

        return new GreyImages(inner);
    }

    /// <param name="values">(count, side, side) in [-1, 1], rounded to bytes as a PNG of them is.</param>
    public static GreyImages Of(ReadOnlySpan<float> values, int side, string where)
    {
        var pixels = new byte[values.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = ImageGrid.ToPixel(values[i]);
        }

        return Of(pixels, side, where);
    }

    /// <exception cref="UserInputException">The file holds no images of 28 x 28.</exception>
    public static GreyImages Of(IdxData images, string where) =>
        images.Shape is [> 0, var height, var width] && height == width
            ? Of(images.Values, width, where)
            : throw new UserInputException(
                $"{where} have the shape [{string.Join(", ", images.Shape)}]: the measures are for grey images of 28 x 28");

    public GreyImages Pick(IEnumerable<long> indices) =>
        new([.. indices.SelectMany(i => Pixels.AsSpan(checked((int)i * PixelsEach), PixelsEach).ToArray())]);

    public GreyImages Take(int count) => new(Pixels[..(count * PixelsEach)]);

    /// <param name="values">784 values in [-1, 1].</param>
    public void CopyValues(int image, Span<float> values)
    {
        var pixels = Pixels.AsSpan(image * PixelsEach, PixelsEach);
        for (var i = 0; i < pixels.Length; i++)
        {
            values[i] = (pixels[i] / 127.5f) - 1;
        }
    }

    /// <summary>A row of 784 pixels in [0, 1] each.</summary>
    public SampleMatrix ToIntensities() => new([.. Pixels.Select(pixel => pixel / 255.0)], Count, PixelsEach);
}
