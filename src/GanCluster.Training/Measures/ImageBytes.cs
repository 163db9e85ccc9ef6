using GanCluster.Core;
using GanCluster.Training.Images;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Measures;

/// <summary>
/// Images as bytes. Every set is brought into this form before it is measured, so that images from a run, from a file and from the
/// data set are compared alike, whatever they were rounded to before.
/// </summary>
public sealed class ImageBytes
{
    /// <param name="pixels">(count, channels, height, width)</param>
    /// <param name="where">What errors call them.</param>
    /// <exception cref="UserInputException">They are no whole images, or none.</exception>
    public ImageBytes(ImageShape shape, byte[] pixels, string where)
    {
        (Shape, Pixels) = (shape, pixels);
        PixelsEach = shape.Channels * shape.Height * shape.Width;
        if (pixels.Length == 0 || pixels.Length % PixelsEach != 0)
        {
            throw new UserInputException($"{where} are {pixels.Length} bytes, which are no images of "
                + $"{shape.Channels} x {shape.Height} x {shape.Width}");
        }
    }

    public ImageShape Shape { get; }

    /// <summary>(count, channels, height, width)</summary>
    public byte[] Pixels { get; }

    /// <summary>Over all channels.</summary>
    public int PixelsEach { get; }

    public int Count => Pixels.Length / PixelsEach;

    /// <param name="values">In [-1, 1], rounded to bytes as a PNG of them is.</param>
    /// <inheritdoc cref="ImageBytes(ImageShape, byte[], string)"/>
    public static ImageBytes Of(ImageShape shape, ReadOnlySpan<float> values, string where)
    {
        var pixels = new byte[values.Length];
        ImageGrid.ToPixels(values, pixels);
        return new ImageBytes(shape, pixels, where);
    }

    public ImageBytes Pick(IEnumerable<long> indices) => With(
        [.. indices.SelectMany(i => Pixels.AsSpan(checked((int)(i * PixelsEach)), PixelsEach).ToArray())]);

    public ImageBytes Take(int count) => With(Pixels[..(count * PixelsEach)]);

    /// <param name="values">One image's, in [-1, 1].</param>
    public void CopyValues(int image, Span<float> values)
    {
        var pixels = Pixels.AsSpan(image * PixelsEach, PixelsEach);
        for (var i = 0; i < pixels.Length; i++)
        {
            values[i] = (pixels[i] / 127.5f) - 1;
        }
    }

    /// <summary>A row of pixels in [0, 1] each.</summary>
    public SampleMatrix ToIntensities() => new([.. Pixels.Select(pixel => pixel / 255.0)], Count, PixelsEach);

    private ImageBytes With(byte[] pixels) => new(Shape, pixels, "the images");
}
