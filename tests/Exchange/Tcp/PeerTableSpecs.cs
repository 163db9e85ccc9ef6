using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Tcp;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp;

public class PeerTableSpecs
{
    private static readonly ReplicaVectors Vectors = new(4, 100, seed: 1);

    [Fact]
    public void A_peer_that_connects_anew_replaces_its_connection()
    {
        using var node = Nodes.Listen();
        using var old = new FakePeer(node);
        Eventually.True(() => node.Connections == 1, "the first connection");
        using var anew = new FakePeer(node);

        old.AwaitClose();

        anew.Send(FakePeer.Slice(Attempts.Id(1)));
        Eventually.True(() => node.BytesReceived > 0, "a frame over the new connection");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_node_that_comes_up_within_the_dial_time_is_waited_for(int late)
    {
        // The first is of the lower name, and dials.
        var nodes = Ordered(Nodes.Options with { DialTimeout = TimeSpan.FromSeconds(20) });
        nodes[late].Dispose();
        using var team = new Team([nodes[1 - late], nodes[1 - late]]);
        var waiting = team.Start(Attempts.Id(1), [1 - late], (session, rank, alive) => Vectors.SumOf(session, rank, 2, alive));
        team.AwaitSignOfLife();

        nodes[late] = Restart(nodes, late, Nodes.Options);
        using var whole = new Team(nodes);
        var other = whole.Start(Attempts.Id(1), [late], (session, rank, alive) => Vectors.SumOf(session, rank, 2, alive));

        Assert.Equal(Vectors.Expected(), waiting[0].AwaitResult());
        Assert.Equal(Vectors.Expected(), other[0].AwaitResult());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_node_that_could_not_be_reached_is_dialled_again_for_the_next_attempt(int late)
    {
        var nodes = Ordered(Nodes.Options with { DialTimeout = TimeSpan.FromMilliseconds(100) });
        nodes[late].Dispose();
        using (var team = new Team([.. nodes]))
        {
            var alone = team.Start(Attempts.Id(1), [1 - late], (session, rank, alive) => Vectors.SumOf(session, rank, 2, alive));
            Assert.Contains(
                "can't be reached",
                Assert.IsType<ExchangeBrokenException>(alone[0].AwaitFailure()).Message,
                StringComparison.Ordinal);

            nodes[late] = Restart(nodes, late, Nodes.Options);
            using var whole = new Team(nodes);
            var sums = whole.Run(Attempts.Id(2), (session, rank, alive) => Vectors.SumOf(session, rank, 2, alive));
            Assert.All(sums, sum => Assert.Equal(Vectors.Expected(), sum));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_node_that_refuses_breaks_the_attempt_at_once(int stranger)
    {
        var nodes = Ordered(Nodes.Options with { DialTimeout = TimeSpan.FromMinutes(10) });
        nodes[stranger].Dispose();
        nodes[stranger] = Restart(nodes, stranger, Nodes.Options with { Key = new byte[32] });
        using var team = new Team(nodes);

        var part = team.Start(Attempts.Id(1), [1 - stranger], (session, rank, alive) => Vectors.SumOf(session, rank, 2, alive));

        var broken = Assert.IsType<ExchangeBrokenException>(part[0].AwaitFailure());
        Assert.Contains("holds another key", broken.Message, StringComparison.Ordinal);
        Assert.Equal(new WorkerId($"w{stranger}"), broken.Suspect);
    }

    [Fact]
    public void The_node_of_the_higher_name_asks_the_other_to_dial_each_time_that_it_needs_it()
    {
        var nodes = Ordered(Nodes.Options with { DialTimeout = TimeSpan.FromSeconds(20) });
        using var team = new Team([nodes[1], nodes[1]]);
        var first = team.Start(Attempts.Id(1), [1], (session, rank, alive) => Vectors.SumOf(session, rank, 2, alive));
        Eventually.True(() => nodes[1].Connections == 1, "the other's connection, which it has no attempt for");

        nodes[0].Dispose();
        Assert.IsType<ExchangeBrokenException>(first[0].AwaitFailure());
        using var restarted = Restart(nodes, 0, Nodes.Options);
        team.Start(Attempts.Id(2), [1], (session, rank, alive) => Vectors.SumOf(session, rank, 2, alive));

        Eventually.True(() => nodes[1].Connections == 2, "the connection of the restarted node");
    }

    [Fact]
    public void It_asks_once_and_waits()
    {
        // A name that begins with a letter is higher than one that begins with a figure.
        var calls = 0;
        using var lower = new RawAcceptor(socket =>
        {
            RawAcceptor.Welcome(socket);
            Interlocked.Increment(ref calls);
        });
        using var node = Nodes.Listen(
            Nodes.Options with { AdvertisedHost = "localhost", DialTimeout = TimeSpan.FromMilliseconds(500) });
        node.Know(new Dictionary<WorkerId, Endpoint>
        {
            [new WorkerId("w0")] = lower.Endpoint,
            [new WorkerId("w1")] = node.Endpoint,
        });
        using var team = new Team([node, node]);

        var part = team.Start(Attempts.Id(1), [1], (session, rank, alive) => Vectors.SumOf(session, rank, 2, alive));

        Assert.Contains(
            "it did not dial", Assert.IsType<ExchangeBrokenException>(part[0].AwaitFailure()).Message, StringComparison.Ordinal);
        Assert.Equal(1, Volatile.Read(ref calls));
    }

    [Fact]
    public void A_node_of_a_lower_name_that_asks_to_be_dialled_is_not()
    {
        var calls = 0;
        using var lower = new RawAcceptor(_ => Interlocked.Increment(ref calls));
        using var node = Nodes.Listen(Nodes.Options with { AdvertisedHost = "localhost" });
        using var peer = new FakePeer(node, ConnectionKind.Call, lower.Endpoint);

        peer.AwaitClose();

        Assert.False(SpinWait.SpinUntil(() => Volatile.Read(ref calls) > 0, TimeSpan.FromMilliseconds(200)), "it was called");
    }

    [Fact]
    public void A_node_of_a_higher_name_that_dials_itself_is_turned_away()
    {
        using var node = Nodes.Listen();
        using var peer = new FakePeer(node, name: new Endpoint("localhost", 1));

        peer.AwaitClose();

        Assert.Equal(0, node.Connections);
    }

    [Fact]
    public void Of_two_nodes_the_one_of_the_lower_name_dials()
    {
        var nodes = Ordered(Nodes.Options);
        using var team = new Team(nodes);

        Assert.True(nodes[0].Endpoint.Dials(nodes[1].Endpoint));
        Assert.False(nodes[1].Endpoint.Dials(nodes[0].Endpoint));
        Assert.False(nodes[0].Endpoint.Dials(nodes[0].Endpoint));
    }

    /// <summary>Two nodes, of which the first has the lower name.</summary>
    private static TcpExchange[] Ordered(TcpExchangeOptions options)
    {
        TcpExchange[] nodes =
        [
            .. new[] { Nodes.Listen(options), Nodes.Listen(options) }
                .OrderBy(n => n.Endpoint.ToString(), StringComparer.Ordinal),
        ];
        Nodes.Introduce(nodes);
        return nodes;
    }

    private static TcpExchange Restart(TcpExchange[] nodes, int which, TcpExchangeOptions options)
    {
        var node = Nodes.Listen(options with { Port = nodes[which].Endpoint.Port });
        node.Know(new Dictionary<WorkerId, Endpoint>
        {
            [new WorkerId("w0")] = nodes[0].Endpoint,
            [new WorkerId("w1")] = nodes[1].Endpoint,
        });
        return node;
    }
}
