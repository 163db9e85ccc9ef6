using System.Text;
using GanCluster.Core;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp;

public class HelloSpecs
{
    private static readonly byte[] Nonce = [.. Enumerable.Range(0, Hello.NonceBytes).Select(i => (byte)(i + 100))];
    private static readonly Hello Good = new(Hello.CurrentVersion, ConnectionKind.Fetch, "run", new Endpoint("a.b", 4050), "[::1]:4051", Nonce);

    private static readonly Dictionary<string, byte[]> Malformed = new()
    {
        ["nothing"] = [],
        ["another magic"] = [1, .. Good.ToBytes()[1..]],
        ["no kind of connection"] = Changed(6, 0),
        ["an unknown kind"] = Changed(6, 6),
        ["a name that ends beyond it"] = [.. Good.ToBytes()[..7], 119, .. new byte[50]],
        ["a name that ends with it"] = [.. Good.ToBytes()[..7], 3, .. "run"u8],
        ["a nonce that is too short"] = Good.ToBytes()[..^1],
        ["a nonce that is too long"] = [.. Good.ToBytes(), 0],
        ["a dialler that is no endpoint"] = Named("run", "here", "a.b:1"),
        ["a dialler without a port"] = Named("run", "a.b:0", "a.b:1"),
        ["a run of too long a name"] = Named(new string('r', Hello.MaxName + 1), "a.b:1", "a.b:2"),
    };

    public static TheoryData<string> Faults => [.. Malformed.Keys];

    [Fact]
    public void A_greeting_is_read_as_it_was_written()
    {
        var read = Hello.Parse(Good.ToBytes());

        Assert.Equal(Good with { Nonce = read.Nonce }, read);
        Assert.Equal(Nonce, read.Nonce);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_malformed_greeting_is_refused(string fault) =>
        Assert.Throws<HandshakeException>(() => Hello.Parse(Malformed[fault]));

    [Fact]
    public void A_greeting_that_is_cut_off_anywhere_is_refused()
    {
        var bytes = Good.ToBytes();

        Assert.All(Enumerable.Range(0, bytes.Length), end => Assert.Throws<HandshakeException>(() => Hello.Parse(bytes[..end])));
    }

    [Fact]
    public void Names_up_to_the_bound_fit_and_longer_ones_are_refused_by_who_would_send_them()
    {
        var longest = new string('ä', Hello.MaxName / 2);

        Assert.True(Hello.Fits(longest));
        Assert.False(Hello.Fits(longest + "a"));
        Assert.Equal(longest, Hello.Parse((Good with { Run = longest }).ToBytes()).Run);
        Assert.Throws<HandshakeException>(() => (Good with { To = longest + "a" }).ToBytes());
        Assert.Throws<ArgumentException>(() => Nodes.Listen(Nodes.Options with { Run = longest + "a" }));
        Assert.Throws<ArgumentException>(() => Nodes.Listen(Nodes.Options with { AdvertisedHost = new string('h', 115) }));
    }

    [Fact]
    public void Every_greeting_has_a_fresh_nonce()
    {
        var self = new NodeIdentity(FakePeer.Name, "run", Nodes.Key, TimeSpan.FromSeconds(5));

        Assert.NotEqual(Greet().Nonce, Greet().Nonce);

        Hello Greet() => Hello.Greet(self, FakePeer.Name, ConnectionKind.Watch);
    }

    private static byte[] Changed(int at, byte value)
    {
        var bytes = Good.ToBytes();
        bytes[at] = value;
        return bytes;
    }

    private static byte[] Named(params string[] names) =>
        [.. Good.ToBytes()[..7], .. names.SelectMany(n => (byte[])[(byte)n.Length, .. Encoding.UTF8.GetBytes(n)]), .. Nonce];
}
