namespace GanCluster.Training.Measures;

/// <summary>Samples as vectors: <paramref name="Count"/> rows of <paramref name="Size"/> values, one after the other.</summary>
public sealed record SampleMatrix(double[] Values, int Count, int Size)
{
    public int Count { get; } = (long)Count * Size == Values.Length && Count > 0 && Size > 0
        ? Count
        : throw new ArgumentException($"{Values.Length} values are no {Count} rows of {Size}");

    public ReadOnlySpan<double> Row(int i) => Values.AsSpan(i * Size, Size);
}
