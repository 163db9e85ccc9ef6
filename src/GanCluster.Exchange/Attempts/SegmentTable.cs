using System.Collections.Concurrent;
using GanCluster.Core.Sums;

namespace GanCluster.Exchange.Attempts;

/// <summary>Which of an attempt's owners finishes which segment of a vector, by the vector's length and how much of it is rounded.</summary>
internal sealed class SegmentTable(int owners)
{
    private readonly ConcurrentDictionary<(int Length, int Rounded), IReadOnlyList<Segment>> _segments = new();

    public IReadOnlyList<Segment> Of(ReductionTree tree, int length) =>
        _segments.GetOrAdd((length, tree.Rounded), of => Segments.Of(tree, of.Length, owners));
}
