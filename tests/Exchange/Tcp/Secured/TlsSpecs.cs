using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GanCluster.Core.Rounds;
using GanCluster.Core.Security;
using GanCluster.Exchange.Tcp;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp.Secured;

public class TlsSpecs
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private readonly ConcurrentQueue<string> _told = new();

    [Fact]
    public void Nothing_of_a_greeting_can_be_read_on_the_way()
    {
        using var secured = Node(Certificates.Shared);
        using var plain = Node(trust: null);

        Assert.DoesNotContain("GCTP", Overheard(secured, Certificates.Shared), StringComparison.Ordinal);
        Assert.Contains("GCTP", Overheard(plain, trust: null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_certificate_is_refused_on_both_sides()
    {
        var (ours, theirs) = (Certificates.Make(), Certificates.Make());
        using var node = Node(Certificates.Trusting(ours));

        var refused = await Refused(Node(Certificates.Trusting(theirs)), node);

        Assert.Equal(
            $"{node.Endpoint}: it shows certificate {ours.Name()}, and {theirs.Name()} is wanted; {NodeTrust.Remedy}", refused);
        Assert.Equal(
            $"refused a connection of 127.0.0.1: it shows certificate {theirs.Name()}, and {ours.Name()} is wanted; {NodeTrust.Remedy}",
            Told(node));
    }

    [Fact]
    public async Task One_that_trusts_and_is_not_trusted_is_refused_on_both_sides()
    {
        var (ours, theirs) = (Certificates.Make(), Certificates.Make());
        using var node = Node(Certificates.Trusting(ours));

        var refused = await Refused(Node(Certificates.Trusting(theirs, ours)), node);

        Assert.Equal(
            $"{node.Endpoint}: it does not trust this node's certificate {theirs.Name()}; {NodeTrust.Remedy}", refused);
        Assert.Equal(
            $"refused a connection of 127.0.0.1: it shows certificate {theirs.Name()}, and {ours.Name()} is wanted; {NodeTrust.Remedy}",
            Told(node));
    }

    [Fact]
    public async Task One_that_is_trusted_and_does_not_trust_is_refused_on_both_sides()
    {
        var (ours, theirs) = (Certificates.Make(), Certificates.Make());
        using var node = Node(Certificates.Trusting(ours, theirs));

        var refused = await Refused(Node(Certificates.Trusting(theirs)), node);

        Assert.Equal(
            $"{node.Endpoint}: it shows certificate {ours.Name()}, and {theirs.Name()} is wanted; {NodeTrust.Remedy}", refused);
        Assert.Equal(
            $"refused a connection of 127.0.0.1: it does not trust this node's certificate {ours.Name()}; {NodeTrust.Remedy}",
            Told(node));
    }

    [Fact]
    public async Task A_trusted_certificate_that_has_expired_is_refused_on_both_sides()
    {
        var (ours, theirs) = (Certificates.Make(), Certificates.Make(-3, -1));
        using var node = Node(Certificates.Trusting(ours, theirs));

        var refused = await Refused(Node(Certificates.Trusting(theirs, ours)), node);

        Assert.Contains($"it does not trust this node's certificate {theirs.Name()}", refused, StringComparison.Ordinal);
        Assert.StartsWith(
            $"refused a connection of 127.0.0.1: its certificate {theirs.Name()} expired on ", Told(node), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_without_a_certificate_is_refused_on_both_sides()
    {
        using var node = Node(Certificates.Shared);

        var refused = await Refused(Node(trust: null), node);

        Assert.Equal(
            $"{node.Endpoint} refused the connection: it takes TLS, and this node has no certificate; give both the same --certificate",
            refused);
        Assert.Equal(
            "refused a connection of 127.0.0.1: it does not speak TLS; give both the same --certificate", Told(node));
    }

    [Fact]
    public async Task TLS_where_there_is_none_is_refused_on_both_sides()
    {
        using var node = Node(trust: null);

        var refused = await Refused(Node(Certificates.Shared), node);

        Assert.StartsWith(
            $"{node.Endpoint}: no TLS with it, perhaps for it has no certificate; {NodeTrust.Remedy}", refused, StringComparison.Ordinal);
        Assert.Equal(
            "refused a connection of 127.0.0.1: it speaks TLS, and this node has no certificate; give both the same --certificate",
            Told(node));
    }

    [Fact]
    public void It_is_TLS_1_3_and_nothing_below_1_2()
    {
        using var node = Node(Certificates.Shared);

        Assert.Equal((SslProtocols.Tls13, 1), Spoken(node, SslProtocols.None));
        Assert.Equal((SslProtocols.Tls12, 1), Spoken(node, SslProtocols.Tls12));
        Eventually.True(() => node.Refused == 2, "the end of two that said no more");

        // A greeting of TLS 1.1: its version, 32 random bytes, no session, one cipher, no compression.
        using var old = new RawClient(node.Endpoint);
        old.Send([0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2, .. new byte[32], 0, 0, 2, 0xc0, 0x13, 1, 0]);
        old.AwaitClose();
        Eventually.True(() => node.Refused == 3, "the end of the third");
        Assert.Contains("unsupported protocol", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_shows_no_certificate_within_TLS_is_refused()
    {
        using var node = Node(Certificates.Shared);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(node.Endpoint.Host, node.Endpoint.Port);
        using var tls = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);

        Assert.ThrowsAny<Exception>(() =>
        {
            tls.AuthenticateAsClient("gancluster");
            tls.ReadExactly(new byte[1]);
        });

        Assert.StartsWith(
            $"refused a connection of 127.0.0.1: it shows no certificate, and {Certificates.Shared.Fingerprint} is wanted",
            Told(node),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificate_does_not_stand_for_the_run_s_key()
    {
        using var node = Node(Certificates.Shared);
        using var stranger = Nodes.Listen(Nodes.Options with { Trust = Certificates.Shared, Key = new byte[32] });

        Assert.Contains("holds another key", await Refused(stranger, node), StringComparison.Ordinal);
        Assert.Equal("refused a connection of 127.0.0.1: it holds another key", Told(node));
    }

    [Fact]
    public void Who_has_the_certificate_alone_cannot_stand_between_two_nodes()
    {
        using var node = Node(Certificates.Shared);
        using var between = new RawAcceptor(socket =>
        {
            using var near = Tls.Accept(socket, Certificates.Shared);
            using var far = Secured(node);
            Pass(near, far, Greeting(near));
            Pass(far, near, new byte[1 + 32 + 32]);
            Pass(near, far, new byte[32]);
        });

        var refused = Assert.Throws<HandshakeException>(() => Handshake.Dial(
            Self(Certificates.Shared), between.Endpoint, Hello.Greet(Self(null), node.Endpoint, ConnectionKind.Watch)));

        Assert.EndsWith("holds another key", refused.Message, StringComparison.Ordinal);
        Assert.Equal("refused a connection of 127.0.0.1: it holds another key", Told(node));

        static void Pass(Channel from, Channel to, byte[] bytes)
        {
            from.Receive(bytes.AsSpan());
            to.Send(bytes);
        }

        static byte[] Greeting(Channel _) =>
            new byte[sizeof(ushort) + Hello.Greet(Self(null), new("127.0.0.1", 10_000), ConnectionKind.Watch).ToBytes().Length];
    }

    [Fact]
    public void Whom_a_node_is_told_of_is_trusted_from_then_on_and_no_longer_than_that()
    {
        var (ours, theirs) = (Certificates.Make(), Certificates.Make());
        IReadOnlyCollection<string> trusted = [];
        using var node = Node(new NodeTrust(ours, () => trusted));
        var self = Self(Certificates.Trusting(theirs, ours));
        void Dial() => Handshake.Dial(self, node.Endpoint, ConnectionKind.Watch).Close();

        Assert.ThrowsAny<IOException>(Dial);
        trusted = [NodeTrust.FingerprintOf(theirs)];
        Dial();
        using var standing = Handshake.Dial(self, node.Endpoint, ConnectionKind.Watch);
        trusted = [];
        Assert.ThrowsAny<IOException>(Dial);
        Assert.False(standing.Socket.Poll(TimeSpan.Zero, SelectMode.SelectRead) && standing.Socket.Available == 0);
    }

    [Fact]
    public void Who_begins_TLS_and_says_no_more_is_closed_in_time_and_holds_up_nobody()
    {
        using var node = Nodes.Listen(Nodes.Options with { Trust = Certificates.Shared, HandshakeTimeout = Deadline });
        using var silent = new RawClient(node.Endpoint);
        silent.Send([0x16, 3, 1]);

        using (var friend = Handshake.Dial(Self(Certificates.Shared), node.Endpoint, ConnectionKind.Watch))
        {
            Assert.Equal(0, node.Refused);
        }

        silent.AwaitClose();
    }

    [Fact]
    public void A_frame_s_header_has_no_record_of_its_own()
    {
        using var node = Node(Certificates.Shared);
        using var relay = new Relay(node.Endpoint);
        using var channel = Handshake.Dial(
            Self(Certificates.Shared), relay.Endpoint, Hello.Greet(Self(null), node.Endpoint, ConnectionKind.Exchange));
        var before = Records(relay.Sent).Count;

        channel.Send(new byte[FrameHeader.Size], new byte[40_000]);

        Eventually.True(() => Records(relay.Sent).Skip(before).Sum() > 40_000, "the frame");
        var records = Records(relay.Sent).Skip(before).ToList();
        Assert.True(records is [> 16_000, > 16_000, > 7_000], string.Join(", ", records));
    }

    /// <summary>The lengths of whole TLS records.</summary>
    private static List<int> Records(byte[] bytes)
    {
        var lengths = new List<int>();
        for (var at = 0; at + 5 <= bytes.Length;)
        {
            var length = (bytes[at + 3] << 8) | bytes[at + 4];
            at += 5 + length;
            if (at <= bytes.Length)
            {
                lengths.Add(length);
            }
        }

        return lengths;
    }

    private static NodeIdentity Self(NodeTrust? trust) => new(FakePeer.Name, "run", Nodes.Key, Deadline, trust);

    private static Channel Secured(TcpExchange node)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(node.Endpoint.Host, node.Endpoint.Port);
        return Tls.Dial(socket, Certificates.Shared, node.Endpoint);
    }

    /// <summary>The version that came about, and whether the node then trusts who dialled: 1.</summary>
    private static (SslProtocols Version, int Answer) Spoken(TcpExchange node, SslProtocols versions)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(node.Endpoint.Host, node.Endpoint.Port);
        using var tls = new SslStream(
            new NetworkStream(socket), leaveInnerStreamOpen: false, (_, shown, _, _) => Certificates.Shared.Refusal((X509Certificate2?)shown, DateTimeOffset.UtcNow) is null);
        tls.AuthenticateAsClient("gancluster", [Certificates.Shared.Own], versions, checkCertificateRevocation: false);
        return (tls.SslProtocol, tls.ReadByte());
    }

    private static string Overheard(TcpExchange node, NodeTrust? trust)
    {
        using var relay = new Relay(node.Endpoint);
        Handshake.Dial(Self(trust), relay.Endpoint, Hello.Greet(Self(trust), node.Endpoint, ConnectionKind.Watch)).Close();
        return Encoding.Latin1.GetString(relay.Sent);
    }

    private TcpExchange Node(NodeTrust? trust) => Nodes.Listen(Nodes.Options with { Trust = trust, Note = _told.Enqueue });

    /// <summary>The one line of a node that refused one connection.</summary>
    private string Told(TcpExchange node)
    {
        Eventually.True(() => node.Refused == 1, "the count of the refused connection");
        return Assert.Single(_told);
    }

    /// <summary>What a node that is refused says.</summary>
    private static async Task<string> Refused(TcpExchange stranger, TcpExchange node)
    {
        using (stranger)
        {
            var refused = await Assert.ThrowsAsync<HandshakeException>(
                () => stranger.Fetch(node.Endpoint, new WorkerId("w0"), 0, CancellationToken.None));
            return refused.Message;
        }
    }
}
