using System.Net;
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
        var hello = Hello.Greet(self, node.Endpoint, ConnectionKind.Watch) with { Version = Hello.CurrentVersion + 1 };

        var refused = Assert.Throws<HandshakeException>(() => Handshake.Dial(self, node.Endpoint, hello));

        Assert.Contains($"does not speak version {hello.Version}", refused.Message, StringComparison.Ordinal);
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_acceptor_of_another_key_is_refused_whatever_it_answers(bool welcomes)
    {
        using var acceptor = new RawAcceptor(socket =>
        {
            var hello = RawAcceptor.Hello(socket);
            Sockets.Send(socket, [1, .. new byte[64]]);
            Sockets.Receive(socket, new byte[32]);
            Sockets.Send(socket, [welcomes ? (byte)1 : (byte)5]);
        });
        var self = new NodeIdentity(FakePeer.Name, "run", Nodes.Key, TimeSpan.FromSeconds(5));

        var refused = Assert.Throws<HandshakeException>(() => Handshake.Dial(self, acceptor.Endpoint, ConnectionKind.Watch));

        Assert.Contains("holds another key", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "does not speak version")]
    [InlineData(3, "is not of the run run")]
    [InlineData(4, "has another name")]
    [InlineData(5, "holds another key")]
    [InlineData(6, "takes TLS, and this node has no certificate")]
    [InlineData(7, "does not speak this protocol")]
    [InlineData(0, "does not speak this protocol")]
    public void A_dialler_that_is_refused_at_the_last_says_why(byte verdict, string reason)
    {
        using var acceptor = new RawAcceptor(socket =>
        {
            var hello = RawAcceptor.Hello(socket);
            var nonce = new byte[32];
            Sockets.Send(socket, [1, .. nonce, .. RawClient.Proof("acceptor", hello, nonce)]);
            Sockets.Receive(socket, new byte[32]);
            Sockets.Send(socket, [verdict]);
        });
        var self = new NodeIdentity(FakePeer.Name, "run", Nodes.Key, TimeSpan.FromSeconds(5));

        var refused = Assert.Throws<HandshakeException>(() => Handshake.Dial(self, acceptor.Endpoint, ConnectionKind.Watch));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_acceptor_that_says_nothing_is_given_up_after_the_handshakes_time()
    {
        using var acceptor = new RawAcceptor(socket => Sockets.Receive(socket, new byte[1000]));
        var self = new NodeIdentity(FakePeer.Name, "run", Nodes.Key, TimeSpan.FromMilliseconds(100));

        var dial = new Part<int>("the dialler", () =>
        {
            Handshake.Dial(self, acceptor.Endpoint, ConnectionKind.Watch).Dispose();
            return 0;
        });

        var failure = Assert.IsType<IOException>(dial.AwaitFailure());
        Assert.Contains("did not answer within", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_is_of_the_side_the_greeting_and_the_acceptors_nonce()
    {
        using var node = Nodes.Listen();
        var self = new NodeIdentity(FakePeer.Name, "run", Nodes.Key, TimeSpan.FromSeconds(5));
        var hello = Hello.Greet(self, node.Endpoint, ConnectionKind.Watch).ToBytes();

        using var client = new RawClient(node.Endpoint);
        var (nonce, theirs) = client.Greet(hello);
        Assert.Equal(RawClient.Proof("acceptor", hello, nonce), theirs);
        Assert.Equal(1, client.Prove(RawClient.Proof("dialler", hello, nonce)));

        // The same greeting, and the proof of then.
        using var replay = new RawClient(node.Endpoint);
        var (fresh, mirrored) = replay.Greet(hello);
        Assert.NotEqual(nonce, fresh);
        Assert.Equal(5, replay.Prove(RawClient.Proof("dialler", hello, nonce)));

        // The acceptor's own proof, sent back.
        using var mirror = new RawClient(node.Endpoint);
        Assert.Equal(5, mirror.Prove(mirror.Greet(hello).Proof));
        Eventually.True(() => node.Refused == 2, "the count of the refused connections");
    }

    [Fact]
    public void A_greeting_beyond_its_bound_is_refused_before_it_has_come()
    {
        using var node = Nodes.Listen(Nodes.Options with { HandshakeTimeout = TimeSpan.FromMinutes(10) });
        using var client = new RawClient(node.Endpoint);

        client.Send([513 & 0xff, 513 >> 8]);

        client.AwaitClose();
    }

    [Fact]
    public void Only_so_many_strangers_are_listened_to_at_once()
    {
        using var node = Nodes.Listen(Nodes.Options with { HandshakeTimeout = TimeSpan.FromMinutes(10) });
        var strangers = Enumerable.Range(0, 64).Select(_ => new RawClient(node.Endpoint)).ToList();
        using var oneTooMany = new RawClient(node.Endpoint);

        oneTooMany.AwaitClose();

        Eventually.True(() => node.Refused == 1, "the count of the refused connection");
        strangers.ForEach(s => s.Dispose());
        Eventually.True(() => node.Refused == 65, "the end of the strangers");
        for (var i = 0; i < 100; i++)
        {
            using var friend = new FakePeer(node, ConnectionKind.Watch);
        }
    }

    [Fact]
    public void A_listener_that_is_disposed_of_accepts_no_more_and_its_thread_ends()
    {
        var listener = new Listener(IPAddress.Loopback, 0, _ => { });
        var accepting = listener.Start(
            new NodeIdentity(FakePeer.Name, "run", Nodes.Key, TimeSpan.FromSeconds(5)), (socket, _) => socket.Dispose());

        listener.Dispose();

        Assert.True(accepting.Join(TimeSpan.FromSeconds(10)), "the thread that accepts did not end within 10 s");
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
    public void A_short_key_is_refused_before_anything_listens()
    {
        Assert.Throws<ArgumentException>(() => Nodes.Listen(Nodes.Options with { Key = new byte[15] }));
        Nodes.Listen(Nodes.Options with { Key = new byte[16] }).Dispose();
    }

    private static async Task AssertRefused(TcpExchange stranger, TcpExchange node, string reason)
    {
        var refused = await Assert.ThrowsAnyAsync<IOException>(
            () => stranger.Fetch(node.Endpoint, new WorkerId("w0"), 0, CancellationToken.None));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Eventually.True(() => node.Refused == 1, "the count of the refused connection");
    }
}
