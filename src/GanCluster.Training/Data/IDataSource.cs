namespace GanCluster.Training.Data;

/// <summary>Real samples. Which one a position of the run reads is a pure function, the same in every worker.</summary>
public interface IDataSource
{
    /// <summary>Samples in the set; null for an endless stream.</summary>
    long? Count { get; }

    /// <summary>One sample's shape, (C, H, W) for images.</summary>
    IReadOnlyList<long> Shape { get; }

    int ValuesPerSample { get; }

    /// <summary>The sample that the run's real sample number <paramref name="position"/> is.</summary>
    long IndexAt(long position);

    /// <param name="sample"><see cref="ValuesPerSample"/> values.</param>
    void Copy(long index, Span<float> sample);

    /// <summary>From 0; only asked of a source with labels.</summary>
    int LabelOf(long index) => throw new InvalidOperationException("the data has no labels");

    /// <summary>The digest of all samples where it is known already; null: it is to be taken over the values.</summary>
    string? Sha256(bool withLabels) => null;
}
