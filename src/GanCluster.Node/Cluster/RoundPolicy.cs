using GanCluster.Core.Rounds;

namespace GanCluster.Node.Cluster;

/// <summary>How rounds over nodes treat silence and loss.</summary>
internal sealed record RoundPolicy(int Workers, TimeSpan? JoinTimeout)
{
    /// <summary>
    /// A node that hangs is noticed within 4 s: it shows life twice a second, and a step is mostly shorter than the least
    /// deadline. A word too late costs a repetition, never a bit.
    /// </summary>
    internal RoundOptions Over(RoundOptions options) => options with
    {
        ExpectedWorkers = Workers,
        JoinTimeout = JoinTimeout ?? TimeSpan.FromDays(365),
        LeastDeadline = TimeSpan.FromSeconds(3),
        DeadlineInSteps = 5,
        RejoinTimeout = TimeSpan.FromSeconds(60),
        BrokenGrace = TimeSpan.FromSeconds(0.25),
    };
}
