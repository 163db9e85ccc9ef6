namespace GanCluster.Training.Data;

/// <summary>
/// Samples of one's own. Every process of a run opens the set for itself, so a sample must have the same bits in each; threads
/// read it at once. The run's seed decides in which order.
/// </summary>
public interface IDataSet
{
    /// <summary>Up to 2^40.</summary>
    long Count { get; }

    /// <summary>Of a sample, the family's: (C, H, W) for images in [-1, 1] with C of 1 or 3, (2) for points; any other is
    /// trained on, and not shown.</summary>
    IReadOnlyList<long> Shape { get; }

    /// <summary>Labels 0 .. Classes - 1; 0: the samples have none.</summary>
    int Classes => 0;

    /// <summary>Samples that are not trained on, by which D is measured; null: it is not.</summary>
    IDataSet? HeldOut => null;

    /// <param name="sample">As many values as <see cref="Shape"/> has; all are to be written.</param>
    void Copy(long index, Span<float> sample);

    /// <summary>Only asked of a set with <see cref="Classes"/>.</summary>
    int LabelOf(long index) => throw new InvalidOperationException("the data has no labels");
}
