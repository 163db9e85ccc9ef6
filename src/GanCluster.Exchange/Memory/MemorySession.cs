using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Memory;

internal sealed class MemorySession(Meeting meeting, int rank) : IExchangeSession
{
    public void Sum(ReductionTree tree, IReadOnlyList<PartialSum> nodes, Memory<float> sum, Action waiting)
    {
        if (meeting.Count == 1)
        {
            TreeReduction.Combine(tree, nodes, 0, sum.Span);
            return;
        }

        var shared = meeting.Offer(rank, nodes, sum.Length, waiting);
        var segment = Segments.Split(sum.Length, meeting.Count)[rank];
        meeting.Read(() => TreeReduction.Combine(
            tree,
            [.. meeting.Nodes.SelectMany(n => n)],
            (int)segment.Start,
            shared.Span.Slice((int)segment.Start, (int)segment.Length)));
        meeting.Meet(waiting);
        shared.Span.CopyTo(sum.Span);
    }

    public void Dispose()
    {
    }
}
