using GanCluster.Core.Rounds;
using GanCluster.Exchange.Tcp;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp;

public class HandshakeSpecs
{
    [Fact]
    public async Task Another_key_is_refused_on_both_sides()
    {
        using var node = Nodes.Listen();
        using var stranger = Nodes.Listen(Nodes.Options with { Key = new byte[32] });

        await AssertRefused(stranger, node, "another key");
    }

    [Fact]
    public async Task Another_run_is_refused_on_both_sides()
    {
        using var node = Nodes.Listen();
        using var stranger = Nodes.Listen(Nodes.Options with { Run = "other" });

        await AssertRefused(stranger, node, "it is not of the run other");
    }

    [Fact]
    public void Another_version_is_refused_and_told_so()
    {
        using var node = Nodes.Listen();
        var self = new NodeIdentity(FakePeer.Name, "run", Nodes.Key, TimeSpan.FromSeconds(5));
        var hello = Hello.Greet(self, node.Endpoint, ConnectionKind.Watch) with { Version = 2 };

        var refused = Assert.Throws<HandshakeException>(() => Handshake.Dial(self, node.Endpoint, hello));

        Assert.Contains("does not speak version 2", refused.Message, StringComparison.Ordinal);
        Eventually.True(() => node.Refused == 1, "the count of the refused connection");
    }

    [Fact]
    public void A_node_of_another_name_is_refused()
    {
        using var node = Nodes.Listen();
        var self = new NodeIdentity(FakePeer.Name, "run", Nodes.Key, TimeSpan.FromSeconds(5));
        var hello = Hello.Greet(self, node.Endpoint, ConnectionKind.Watch) with { To = "elsewhere:1" };

        var refused = Assert.Throws<HandshakeException>(() => Handshake.Dial(self, node.Endpoint, hello));

        Assert.Contains("another name", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_says_nothing_is_closed_after_the_handshakes_time()
    {
        using var node = Nodes.Listen(Nodes.Options with { HandshakeTimeout = TimeSpan.FromMilliseconds(50) });
        using var silent = new RawClient(node.Endpoint);

        silent.AwaitClose();

        Eventually.True(() => node.Refused == 1, "the count of the refused connection");
    }

    [Fact]
    public void A_short_key_is_refused_before_anything_listens() =>
        Assert.Throws<ArgumentException>(() => Nodes.Listen(Nodes.Options with { Key = new byte[15] }));

    private static async Task AssertRefused(TcpExchange stranger, TcpExchange node, string reason)
    {
        var refused = await Assert.ThrowsAnyAsync<IOException>(
            () => stranger.Fetch(node.Endpoint, new WorkerId("w0"), 0, CancellationToken.None));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Eventually.True(() => node.Refused == 1, "the count of the refused connection");
    }
}
