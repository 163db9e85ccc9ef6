namespace GanCluster.Training.Data;

/// <summary>Is told of each sample that was really copied; the ledger counts these, not what was asked for.</summary>
public interface IReadObserver
{
    void OnRead(long position, long index);
}

/// <summary>The one way from a source to a batch.</summary>
public interface IDataReader
{
    /// <param name="destination">One sample after the other, in the order of the positions.</param>
    /// <param name="labels">One a sample; empty if they are not wanted.</param>
    void Read(ReadOnlySpan<long> positions, Span<float> destination, Span<int> labels, IReadObserver observer);
}

/// <inheritdoc cref="IDataReader"/>
public sealed class DataReader(IDataSource source) : IDataReader
{
    public void Read(ReadOnlySpan<long> positions, Span<float> destination, Span<int> labels, IReadObserver observer)
    {
        var size = source.ValuesPerSample;
        if (destination.Length != (long)positions.Length * size)
        {
            throw new ArgumentException($"{positions.Length} samples of {size} values do not fill {destination.Length} values");
        }

        for (var i = 0; i < positions.Length; i++)
        {
            var index = source.IndexAt(positions[i]);
            source.Copy(index, destination.Slice(i * size, size));
            if (!labels.IsEmpty)
            {
                labels[i] = source.LabelOf(index);
            }

            observer.OnRead(positions[i], index);
        }
    }
}
