using System.Collections.Concurrent;
using GanCluster.Core.Sums;

namespace GanCluster.Exchange.Attempts;

/// <summary>Which of an attempt's owners finishes which segment of a vector, by the vector's length.</summary>
internal sealed class SegmentTable(int owners)
{
    private readonly ConcurrentDictionary<int, IReadOnlyList<Segment>> _segments = new();

    public IReadOnlyList<Segment> Of(int length) => _segments.GetOrAdd(length, n => Segments.Split(n, owners));
}
