using GanCluster.Cluster.Peers;
using GanCluster.Cluster.Wire;

namespace GanCluster.Cluster.Tests.Peers;

public class PeerRulesSpecs
{
    private static readonly PeerTerms Ours = new(
        Protocol.Version, [new("a:1"), new("b:1"), new("c:1")], "ring8", new string('0', 64), TargetStep: 100);

    [Fact]
    public void Nodes_that_go_by_the_same_work_together() =>
        Assert.Null(PeerRules.Refuse(Ours with { Peers = [.. Ours.Peers.ToArray()] }, Ours));

    [Fact]
    public void Whatever_differs_is_named_with_the_fix()
    {
        Assert.Equal(
            "its --peers are a:1,b:1,d:1, this node's are a:1,b:1,c:1: give all coordinators the same list",
            PeerRules.Refuse(Ours with { Peers = [new("a:1"), new("b:1"), new("d:1")] }, Ours));
        Assert.Equal(
            "its --peers are c:1,b:1,a:1, this node's are a:1,b:1,c:1: give all coordinators the same list",
            PeerRules.Refuse(Ours with { Peers = [.. Ours.Peers.Reverse()] }, Ours));
        Assert.StartsWith("it speaks protocol version 7, this node ", PeerRules.Refuse(Ours with { ProtocolVersion = 7 }, Ours));
        Assert.StartsWith("it runs grid25, this node ring8: ", PeerRules.Refuse(Ours with { Run = "grid25" }, Ours));
        Assert.StartsWith(
            "its configuration is 111111111111, this node's 000000000000: ",
            PeerRules.Refuse(Ours with { ConfigurationHash = new string('1', 64) }, Ours));
        Assert.StartsWith(
            "its run ends at step 200, this node's at step 100: ", PeerRules.Refuse(Ours with { TargetStep = 200 }, Ours));
    }
}
