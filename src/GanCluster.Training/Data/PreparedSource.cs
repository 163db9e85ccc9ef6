namespace GanCluster.Training.Data;

/// <summary>Prepared images as values in [-1, 1], (C, H, W).</summary>
/// <param name="indexAt">The run's order of samples: position to index.</param>
public sealed class PreparedSource(PreparedImages images, ImageSplit split, Func<long, long> indexAt) : IDataSource
{
    public long? Count { get; } = split == ImageSplit.Train ? images.Count : images.HeldOutCount;

    public IReadOnlyList<long> Shape { get; } = [images.Channels, images.Height, images.Width];

    public int ValuesPerSample { get; } = images.Channels * images.Height * images.Width;

    public long IndexAt(long position) => indexAt(position);

    public void Copy(long index, Span<float> sample)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sample.Length, ValuesPerSample);
        PixelValues.Of(images.Pixels(split, index), sample);
    }

    public int LabelOf(long index) => images.LabelOf(split, index);

    public string? Sha256(bool withLabels) => split == ImageSplit.Train ? images.Sha256(withLabels) : null;
}
