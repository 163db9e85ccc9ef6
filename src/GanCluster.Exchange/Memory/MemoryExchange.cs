using System.Collections.Concurrent;
using System.Collections.Immutable;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Attempts;

namespace GanCluster.Exchange.Memory;

/// <summary>
/// The exchange among the workers of one process: they read each other's vectors where they lie. Each finishes the tree over one
/// segment, and writes it where each of them wants the sum.
/// </summary>
public sealed class MemoryExchange : IParameterExchange
{
    private readonly AttemptTable<Meeting> _attempts;
    private readonly ConcurrentDictionary<int, Memory<float>> _sums = new();

    public MemoryExchange()
        : this(AttemptLife.UsualPulse)
    {
    }

    internal MemoryExchange(TimeSpan pulse) => _attempts = new AttemptTable<Meeting>(pulse);

    public IExchangeSession Join(AttemptId id, WorkerId self, ImmutableArray<WorkerId> participants)
    {
        var meeting = _attempts.Join(id, attempt => new Meeting(attempt, participants, _sums));
        return new MemorySession(meeting, participants.IndexOf(self));
    }

    public void Break(AttemptId id, string reason) => _attempts.Fence(id, reason);
}

/// <summary>The part of one of the participants who meet.</summary>
internal sealed class MemorySession(Meeting meeting, int rank) : IExchangeSession
{
    public void Sum(ReductionTree tree, IReadOnlyList<PartialSum> nodes, Memory<float> sum, Action waiting)
    {
        if (meeting.Count == 1)
        {
            meeting.Read(() => meeting.Reduction(tree, nodes).Combine(nodes, 0, sum.Span));
            return;
        }

        var sums = meeting.Offer(rank, nodes, sum, waiting);
        var all = meeting.Nodes();
        var reduction = meeting.Reduction(tree, all);
        var segment = meeting.SegmentOf(tree, rank, sum.Length);
        meeting.Read(() => Spread.Combine(reduction, all, segment, sums));
        meeting.Meet(waiting);
    }

    public void Dispose()
    {
    }
}
