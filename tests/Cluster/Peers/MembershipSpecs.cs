using GanCluster.Cluster.Peers;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Tests.Peers;

/// <summary>Node B of three, told each second of whoever acts.</summary>
public sealed class MembershipSpecs
{
    private static readonly CoordinatorId A = new("a:1");
    private static readonly CoordinatorId B = new("b:1");
    private static readonly CoordinatorId C = new("c:1");
    private Membership _node = new();

    [Fact]
    public void Who_acts_founds_the_cluster_once()
    {
        Assert.Equal(MembershipDecision.Found, Hear(0, B, isMember: false));
        Assert.Equal(MembershipDecision.Stay, Hear(1, B, isMember: false));
        Assert.Equal(MembershipDecision.Stay, Hear(2, B, isMember: true));
        Assert.Equal(MembershipDecision.Stay, Hear(60, B, isMember: true));
    }

    [Fact]
    public void Who_stands_by_follows_whoever_acts_at_the_time()
    {
        Assert.Equal(MembershipDecision.Follow, Hear(0, A, isMember: false, isTogether: false));
        Assert.Equal(MembershipDecision.Stay, Hear(1, A, isMember: false, isTogether: false));
        Assert.Equal(MembershipDecision.Follow, Hear(2, C, isMember: false, isTogether: false));
        Assert.Equal(MembershipDecision.Found, Hear(3, B, isMember: false));
    }

    [Fact]
    public void One_in_another_cluster_than_whoever_acts_leaves_it_after_a_while()
    {
        Assert.Equal(MembershipDecision.Stay, Hear(0, A, isMember: true));
        Assert.Equal(MembershipDecision.Stay, Hear(1, C, isMember: true, isTogether: false));
        Assert.Equal(MembershipDecision.Stay, Hear(10.9, C, isMember: true, isTogether: false));
        Assert.Equal(MembershipDecision.Leave, Hear(11, C, isMember: true, isTogether: false));
    }

    [Fact]
    public void One_that_whoever_acts_joined_meanwhile_stays()
    {
        Hear(0, C, isMember: true, isTogether: false);
        Hear(9, C, isMember: true, isTogether: true);

        Assert.Equal(MembershipDecision.Stay, Hear(12, C, isMember: true, isTogether: false));
        Assert.Equal(MembershipDecision.Stay, Hear(21, C, isMember: true, isTogether: false));
        Assert.Equal(MembershipDecision.Leave, Hear(22, C, isMember: true, isTogether: false));
    }

    private MembershipDecision Hear(double at, CoordinatorId acting, bool isMember, bool isTogether = true)
    {
        (_node, var decision) = _node.Hear(TimeSpan.FromSeconds(at), B, acting, isMember, isTogether);
        return decision;
    }
}
