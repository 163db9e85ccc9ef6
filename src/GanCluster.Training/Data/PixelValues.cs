namespace GanCluster.Training.Data;

/// <summary>A byte's value in [-1, 1]. One table, so that a pixel is the same bits wherever it comes from.</summary>
internal static class PixelValues
{
    private static readonly float[] Values = [.. Enumerable.Range(0, 256).Select(pixel => (pixel / 127.5f) - 1)];

    public static void Of(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            values[i] = Values[pixels[i]];
        }
    }
}
