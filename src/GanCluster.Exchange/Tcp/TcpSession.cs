using System.Collections.Concurrent;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Tcp;

/// <summary>A worker's part in an attempt over several nodes.</summary>
/// <param name="rank">Among the node's participants.</param>
internal sealed class TcpSession(NodeAttempt attempt, int rank) : IExchangeSession
{
    public void Sum(ReductionTree tree, IReadOnlyList<PartialSum> nodes, Memory<float> sum, Action waiting)
    {
        ArgumentOutOfRangeException.ThrowIfZero(nodes.Count);
        var meeting = attempt.Local;
        if (meeting.Count == 1)
        {
            var own = attempt.Merge(tree, nodes);
            own.Run(nodes, sum.Length, meeting.SegmentOf(tree, rank, sum.Length));
            attempt.Sum.Sum(tree, own.Sums(nodes, sum.Length), sum, waiting);
            return;
        }

        // One of them sums over the network for all; none leaves meanwhile, for its vectors are read.
        var result = meeting.Offer(rank, nodes, sum.Length, waiting);
        var parts = meeting.Nodes();
        var merge = attempt.Merge(tree, parts);
        meeting.Read(() => merge.Run(parts, sum.Length, meeting.SegmentOf(tree, rank, sum.Length)));
        meeting.Meet(waiting);
        if (rank == 0)
        {
            meeting.Read(() => attempt.Sum.Sum(tree, merge.Sums(parts, sum.Length), result, waiting));
        }

        meeting.Meet(waiting);
        result.Span.CopyTo(sum.Span);
    }

    public void Dispose()
    {
    }
}

/// <summary>Vectors that the workers of a process share, made once for each length.</summary>
internal sealed class SharedVectors
{
    public ConcurrentDictionary<int, Memory<float>> Sums { get; } = new();

    /// <summary>Subtrees that several workers cover together, by place and length.</summary>
    public ConcurrentDictionary<(int Place, int Length), Memory<float>> Merged { get; } = new();
}
