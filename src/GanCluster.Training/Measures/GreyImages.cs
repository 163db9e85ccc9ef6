using GanCluster.Core;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Measures;

/// <summary>Grey images of 28 x 28, which the project's own classifier is for.</summary>
public static class GreyImages
{
    public const int Side = 28;
    public const int PixelsEach = Side * Side;
    private const int LargerSide = 32;

    private static readonly ImageShape Shape = new(1, Side, Side);

    /// <summary>Whether images of that shape can be made ones of 28 x 28.</summary>
    public static bool Takes(ImageShape shape) =>
        shape is { Channels: 1, Height: Side or LargerSide } && shape.Height == shape.Width;

    /// <summary>An image of 32 x 32 is cropped to its inner 28.</summary>
    /// <param name="where">What errors call them.</param>
    /// <exception cref="UserInputException">Images of another shape.</exception>
    public static ImageBytes Of(ImageBytes images, string where)
    {
        var (shape, side) = (images.Shape, images.Shape.Height);
        if (!Takes(shape))
        {
            throw new UserInputException($"{where} are of {shape.Channels} x {shape.Height} x {shape.Width} pixels: "
                + "the classifier is for grey images of 28 x 28, or 32 x 32 with a border of 2");
        }

        var border = (side - Side) / 2;
        var inner = new byte[images.Count * PixelsEach];
        for (var row = 0; row < images.Count * Side; row++)
        {
            var from = ((row / Side * side) + border + (row % Side)) * side;
            images.Pixels.AsSpan(from + border, Side).CopyTo(inner.AsSpan(row * Side));
        }

        return new ImageBytes(Shape, inner, where);
    }

    /// <param name="pixels">(count, side, side)</param>
    /// <inheritdoc cref="Of(ImageBytes, string)"/>
    public static ImageBytes Of(byte[] pixels, int side, string where) =>
        Of(new ImageBytes(new ImageShape(1, side, side), pixels, where), where);

    /// <exception cref="UserInputException">The file holds no images of 28 x 28.</exception>
    public static ImageBytes Of(IdxData images, string where) =>
        images.Shape is [> 0, var height, var width] && height == width
            ? Of(images.Values, width, where)
            : throw new UserInputException(
                $"{where} have the shape [{string.Join(", ", images.Shape)}]: the classifier is for grey images of 28 x 28");
}
