using GanCluster.Training.Data;

namespace GanCluster.Training.Parts;

/// <summary>A program's own data in a run's order.</summary>
internal sealed class OwnDataSource(IDataSet set, Func<long, long> indexAt) : IDataSource
{
    public long? Count => set.Count;

    public IReadOnlyList<long> Shape => set.Shape;

    public int ValuesPerSample { get; } = checked((int)set.Shape.Aggregate(1L, (product, size) => product * size));

    public long IndexAt(long position) => indexAt(position);

    public void Copy(long index, Span<float> sample) => set.Copy(index, sample);

    public int LabelOf(long index) => set.LabelOf(index);
}
