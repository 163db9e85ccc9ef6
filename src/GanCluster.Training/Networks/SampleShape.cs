using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>Samples that are pictures: (Channels, Height, Width) with one channel or three.</summary>
public sealed record ImageShape(int Channels, int Height, int Width);

/// <summary>The shapes that a sample can have.</summary>
internal static class SampleShape
{
    private const long MostValues = 1 << 24;

    /// <summary>Null for samples that can't be shown as pictures.</summary>
    public static ImageShape? Image(IReadOnlyList<long> shape) =>
        shape is [1 or 3, var height, var width] ? new ImageShape((int)shape[0], (int)height, (int)width) : null;

    /// <summary>Of a run whose samples are square images.</summary>
    public static IReadOnlyList<long> Of(ImageOptions image) => [image.Channels, image.Size, image.Size];

    public static bool IsPoint(IReadOnlyList<long> shape) => shape is [2];

    public static string Text(IReadOnlyList<long> shape) => $"({string.Join(", ", shape)})";

    /// <exception cref="ArgumentException">It has no dimension, one without values, or too many values in all.</exception>
    public static void Check(IReadOnlyList<long> shape, string name)
    {
        if (shape.Count == 0 || shape.Any(size => size is < 1 or > MostValues) ||
            shape.Aggregate(1L, (product, size) => Math.Min(product * size, MostValues + 1)) > MostValues)
        {
            throw new ArgumentException(
                $"the samples of '{name}' have the shape {Text(shape)}: give a sample's dimensions, such as 3, 64, 64, with at most "
                + $"{MostValues} values");
        }
    }
}
