using System.Net.Sockets;
using GanCluster.Exchange.Tcp;
using GanCluster.Exchange.Tcp.Connections;
using GanCluster.Exchange.Tests.Tcp.Secured;

namespace GanCluster.Exchange.Tests.Tcp;

public class FuzzSpecs
{
    private const int Seed = 20260701;

    [Fact]
    public void Random_bytes_at_the_port_leave_the_exchange_unharmed()
    {
        var random = new Random(Seed);
        var nodes = Nodes.Pair(Nodes.Options with { HandshakeTimeout = TimeSpan.FromMilliseconds(500) });
        for (var i = 0; i < 1000; i++)
        {
            using var client = new RawClient(nodes[i % 2].Endpoint);
            var bytes = new byte[random.Next(1, 600)];
            random.NextBytes(bytes);
            client.Send(bytes);
        }

        Eventually.True(() => nodes.Sum(n => n.Refused) == 1000, "the end of 1,000 connections");
        AssertGoodSum(nodes);
    }

    [Fact]
    public void Random_records_at_a_TLS_port_leave_the_exchange_unharmed()
    {
        var random = new Random(Seed);
        var nodes = Nodes.Pair(Nodes.Options with { HandshakeTimeout = TimeSpan.FromMilliseconds(500), Trust = Certificates.Shared });
        for (var i = 0; i < 300; i++)
        {
            using var client = new RawClient(nodes[i % 2].Endpoint);
            var bytes = new byte[random.Next(1, 600)];
            random.NextBytes(bytes);
            bytes[0] = (byte)(i % 3 == 0 ? bytes[0] : 0x16);
            bytes.AsSpan(1, Math.Min(2, bytes.Length - 1)).Fill(3);
            client.Send(bytes);
        }

        Eventually.True(() => nodes.Sum(n => n.Refused) == 300, "the end of 300 connections");
        AssertGoodSum(nodes);
    }

    [Fact]
    public void Mutated_greetings_are_refused()
    {
        var random = new Random(Seed);
        var nodes = Nodes.Pair(Nodes.Options with { HandshakeTimeout = TimeSpan.FromMilliseconds(500) });
        var self = new NodeIdentity(FakePeer.Name, "run", Nodes.Key, TimeSpan.FromSeconds(5));
        for (var i = 0; i < 500; i++)
        {
            using var client = new RawClient(nodes[i % 2].Endpoint);
            var hello = Hello.Greet(self, nodes[i % 2].Endpoint, ConnectionKind.Exchange).ToBytes();
            hello[random.Next(hello.Length)] ^= (byte)random.Next(1, 256);
            client.Send([(byte)hello.Length, 0, .. hello]);
            client.Send(new byte[32]);
        }

        Eventually.True(() => nodes.Sum(n => n.Refused) == 500, "the end of 500 connections");
        AssertGoodSum(nodes);
    }

    [Fact]
    public void Mutated_frames_leave_the_exchange_unharmed()
    {
        var random = new Random(Seed);
        var nodes = Nodes.Pair();
        for (var i = 0; i < 500; i++)
        {
            using var peer = new FakePeer(nodes[i % 2]);
            var header = new byte[FrameHeader.Size];
            FakePeer.Slice(Attempts.Id(1)).Write(header);
            header[random.Next(header.Length)] ^= (byte)random.Next(1, 256);
            try
            {
                peer.Send(header);
                peer.Send(new byte[64]);
                peer.Send(header);
            }
            catch (SocketException)
            {
                // The node has closed the connection already.
            }
        }

        AssertGoodSum(nodes);
    }

    private static void AssertGoodSum(IReadOnlyList<TcpExchange> nodes)
    {
        var vectors = new ReplicaVectors(3, 100, Seed);
        using var team = new Team(nodes);
        var sums = team.Run(Attempts.Id(1), (session, rank, waiting) => vectors.SumOf(session, rank, 2, waiting));
        Assert.All(sums, sum => Assert.Equal(vectors.Expected(), sum));
    }
}
