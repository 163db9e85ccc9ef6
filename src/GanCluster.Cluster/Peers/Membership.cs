using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Peers;

/// <summary>What a coordinator node does about its place in the cluster.</summary>
internal enum MembershipDecision
{
    Stay,

    /// <summary>To join whichever cluster one of the others is in, and to begin one if none is.</summary>
    Found,

    /// <summary>To join the cluster of whoever acts.</summary>
    Follow,

    /// <summary>To end the actor system: the next one follows.</summary>
    Leave,
}

/// <summary>
/// Which cluster a coordinator node belongs to: that of whoever acts. Akka's seed nodes would have the first of the list begin it,
/// and no other could while that one is lost; whoever acts has a majority, so that there is one cluster whoever of a minority is lost.
/// </summary>
/// <param name="Sought">Whose cluster it was last told to join; itself: it was told to found one.</param>
/// <param name="ApartSince">Since when whoever acts has been heard and has not been in this node's cluster.</param>
internal sealed record Membership(CoordinatorId? Sought = null, TimeSpan? ApartSince = null)
{
    /// <summary>How long two that have each begun a cluster, or are about to join one, may be apart. The resolver needs 12 s to see that
    /// a member is lost; whoever acts may have been lost to it before that.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(10);

    /// <summary>There is a sign that a coordinator acts, this node's own among them.</summary>
    /// <param name="isMember">This node is in a cluster.</param>
    /// <param name="isTogether">Whoever acts is in the same one.</param>
    public (Membership Next, MembershipDecision Decision) Hear(
        TimeSpan now, CoordinatorId self, CoordinatorId acting, bool isMember, bool isTogether)
    {
        if (isMember)
        {
            TimeSpan? since = isTogether ? null : ApartSince ?? now;
            return (new Membership(acting, since), now - since >= Apart ? MembershipDecision.Leave : MembershipDecision.Stay);
        }

        var decision = acting == Sought ? MembershipDecision.Stay
            : acting == self ? MembershipDecision.Found : MembershipDecision.Follow;
        return (new Membership(acting), decision);
    }
}
