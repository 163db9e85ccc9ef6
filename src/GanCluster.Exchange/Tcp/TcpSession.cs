using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Tcp;

/// <summary>A worker's part in an attempt over several nodes.</summary>
/// <param name="rank">Among the node's participants.</param>
internal sealed class TcpSession(AttemptTable.Open open, SharedVectors shared, int rank) : IExchangeSession
{
    private readonly NodeAttempt _attempt = open.Attempt;

    public void Sum(ReductionTree tree, IReadOnlyList<PartialSum> nodes, Memory<float> sum, Action waiting)
    {
        ArgumentOutOfRangeException.ThrowIfZero(nodes.Count);
        if (_attempt.Meeting.Count == 1)
        {
            open.Sum.Sum(tree, nodes, sum, waiting);
            return;
        }

        // One of them sums over the network for all; none leaves meanwhile, for its vectors are read.
        var meeting = _attempt.Meeting;
        var result = meeting.Offer(rank, nodes, sum.Length, waiting);
        var merge = new LocalMerge(tree, meeting.Nodes.SelectMany(n => n), sum.Length, shared.Merged);
        meeting.Read(() => merge.Run(Segments.Split(sum.Length, meeting.Count)[rank]));
        meeting.Meet(waiting);
        if (rank == 0)
        {
            meeting.Read(() => open.Sum.Sum(tree, merge.Sums, result, waiting));
        }

        meeting.Meet(waiting);
        result.Span.CopyTo(sum.Span);
    }

    public void Dispose()
    {
    }
}
