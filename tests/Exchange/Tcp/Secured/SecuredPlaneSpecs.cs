using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Tcp;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp.Secured;

/// <summary>Versions, watches and ends of connections, in TLS as without.</summary>
public class SecuredPlaneSpecs
{
    private static readonly VersionSnapshot Version = new(7,
    [
        .. Enumerable.Range(0, 300).Select(i => new VersionTensor($"g.{i}.bias", [i], Enumerable.Repeat((float)i, i).ToArray())),
        new VersionTensor("g.weight", [700_000], Enumerable.Range(0, 700_000).Select(i => (float)i).ToArray()),
    ]);

    [Fact]
    public async Task A_version_comes_whole_or_the_answer_that_it_is_not_held()
    {
        using var holder = Nodes.Listen(SecuredExchangeSpecs.Options);
        using var node = Nodes.Listen(SecuredExchangeSpecs.Options);
        holder.Offer((_, step, _) => Task.FromResult(step == 7 ? Version : null));

        var fetched = await node.Fetch(holder.Endpoint, new WorkerId("w0"), 7, CancellationToken.None);
        var refused = await Assert.ThrowsAnyAsync<IOException>(
            () => node.Fetch(holder.Endpoint, new WorkerId("w0"), 8, CancellationToken.None));

        Assert.Equal(Version.Tensors.Select(t => t.Name), fetched.Tensors.Select(t => t.Name));
        Assert.All(Version.Tensors.Zip(fetched.Tensors), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
        Assert.Contains("w0 does not hold it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fetch_that_is_called_off_ends_at_once()
    {
        using var holder = Nodes.Listen(SecuredExchangeSpecs.Options);
        using var node = Nodes.Listen(SecuredExchangeSpecs.Options);
        using var asked = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        holder.Offer(async (_, _, closed) =>
        {
            asked.Release();
            await Task.Delay(Timeout.Infinite, closed);
            return null;
        });
        var fetch = node.Fetch(holder.Endpoint, new WorkerId("w0"), 7, stop.Token);
        Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(10)), "the holder was not asked within 10 s");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_watch_ends_with_its_peer(bool killed)
    {
        var said = new ConcurrentQueue<string>();
        using var watching = Nodes.Listen(SecuredExchangeSpecs.Options);
        using var listener = new RawAcceptor(socket =>
        {
            using var peer = Handshake.Accept(socket, Self(new Endpoint("127.0.0.1", ((IPEndPoint)socket.LocalEndPoint!).Port))).Channel;
            Eventually.True(() => !said.IsEmpty, "the connection of the watch");
            if (killed)
            {
                peer.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
                peer.Socket.Dispose();
            }
            else
            {
                peer.Close();
            }
        });
        using var watch = watching.Watch(listener.Endpoint, () => said.Enqueue("made"), said.Enqueue);

        Eventually.True(() => said.Count == 2, "the end of the watch");
        Assert.Equal("made", said.First());
    }

    [Fact]
    public void Who_closes_in_the_middle_of_a_frame_leaves_the_sums_of_others_whole()
    {
        var vectors = new ReplicaVectors(3, 100_000, seed: 1);
        var nodes = Nodes.Pair(SecuredExchangeSpecs.Options);
        using var team = new Team(nodes);
        using (var peer = Handshake.Dial(Self(FakePeer.Name), nodes[0].Endpoint, ConnectionKind.Exchange))
        {
            var header = new byte[FrameHeader.Size];
            FakePeer.Slice(Attempts.Id(1), 64_000).Write(header);
            peer.Send(header, new byte[50_000]);
        }

        var sums = team.Run(Attempts.Id(2), (session, rank, waiting) => vectors.SumOf(session, rank, 2, waiting));

        Assert.All(sums, sum => Assert.Equal(vectors.Expected(), sum));
    }

    private static NodeIdentity Self(Endpoint name) => new(name, "run", Nodes.Key, TimeSpan.FromSeconds(10), Certificates.Shared);
}
