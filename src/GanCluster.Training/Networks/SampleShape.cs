namespace GanCluster.Training.Networks;

/// <summary>The shapes that a sample can have: (1, H, H) or (2).</summary>
internal static class SampleShape
{
    /// <summary>The side of an image; 0 for a point.</summary>
    public static int ImageSize(IReadOnlyList<long> shape) => shape is [1, var height, _] ? (int)height : 0;

    public static string Text(IReadOnlyList<long> shape) => $"({string.Join(", ", shape)})";

    /// <exception cref="ArgumentException">It is neither.</exception>
    public static void Check(IReadOnlyList<long> shape, string name)
    {
        if (!(shape is [2] || (shape is [1, > 0 and <= 4096, var width] && shape[1] == width)))
        {
            throw new ArgumentException($"the samples of '{name}' have the shape {Text(shape)}: give (1, H, H) or (2)");
        }
    }
}
