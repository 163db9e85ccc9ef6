using GanCluster.Core;
using GanCluster.Node.Options;
using GanCluster.Node.Security;

namespace GanCluster.EndToEnd.Tests.Security;

public class PeerListSpecs
{
    private static readonly Endpoint Self = new("a", 4053);

    [Fact]
    public void A_list_keeps_its_order()
    {
        var peers = PeerList.Of(EndpointList.Parse("c:4053,a:4053,b:4053")!.At, Self);

        Assert.Equal("a:4053", peers.Self.Value);
        Assert.Equal(["c:4053", "a:4053", "b:4053"], peers.All.Select(peer => peer.Value));
    }

    [Theory]
    [InlineData(
        "a:4053,b:4053",
        "--peers has 2 coordinators, of which a half decides nothing; give an odd number: 1 bear the loss of 0 as well, 3 that of 1")]
    [InlineData("a:4053,b:4053,a:4053", "--peers has a:4053 twice; give each coordinator once")]
    [InlineData("a:1,a:2,a:3,a:4,a:5,a:6,a:7,a:8,a:9,a:10,a:11", "--peers has 11 coordinators; give 9 at most")]
    [InlineData(
        "b:4053,c:4053,d:4053",
        "this coordinator is a:4053, which is not in --peers b:4053,c:4053,d:4053; give --host and --port as the list has them")]
    [InlineData(
        "a:4054,c:4053,d:4053",
        "this coordinator is a:4053, which is not in --peers a:4054,c:4053,d:4053; give --host and --port as the list has them")]
    public void What_is_no_list_of_this_node_s_is_refused(string list, string line) => Assert.Equal(
        line, Assert.Throws<UserInputException>(() => PeerList.Of(EndpointList.Parse(list)!.At, Self)).Message);

    [Theory]
    [InlineData("a:1", true)]
    [InlineData("a:1,[::1]:2", true)]
    [InlineData("a:1,", false)]
    [InlineData("a:1,b", false)]
    [InlineData("a:1, b:2", false)]
    public void Endpoints_have_commas_between(string text, bool isOne) =>
        Assert.Equal(isOne ? text : null, EndpointList.Parse(text)?.ToString());
}
