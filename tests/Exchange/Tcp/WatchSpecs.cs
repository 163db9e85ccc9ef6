using System.Collections.Concurrent;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp;

public class WatchSpecs
{
    private const string Made = "made";
    private readonly ConcurrentQueue<string> _said = new();

    [Fact]
    public void A_watch_says_once_that_it_is_made_and_once_that_its_peer_is_gone()
    {
        using var node = Nodes.Listen();
        var peer = Nodes.Listen();
        using var watch = node.Watch(peer.Endpoint, () => _said.Enqueue(Made), _said.Enqueue);
        Eventually.True(() => _said.Contains(Made), "the connection of the watch");
        Assert.Single(_said);

        peer.Dispose();

        Eventually.True(() => _said.Count > 1, "the end of the watch");
        watch.Dispose();
        Assert.Equal(2, _said.Count);
        Assert.NotEqual(Made, _said.Last());
    }

    [Fact]
    public void A_watch_on_nobody_is_never_made_and_calls_back_with_the_reason()
    {
        using var node = Nodes.Listen();
        using var watch = node.Watch(FakePeer.Name, () => _said.Enqueue(Made), _said.Enqueue);

        Eventually.True(() => !_said.IsEmpty, "the end of the watch");
        Assert.Contains("127.0.0.1:1 can't be reached", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void A_watch_whose_peer_sends_something_ends()
    {
        using var node = Nodes.Listen();
        using var peer = new RawAcceptor(socket =>
        {
            RawAcceptor.Welcome(socket);
            Sockets.Send(socket, [0]);
            Sockets.Receive(socket, new byte[1]);
        });
        using var watch = node.Watch(peer.Endpoint, () => { }, _said.Enqueue);

        Eventually.True(() => !_said.IsEmpty, "the end of the watch");
        Assert.Equal("it sent what it must not", Assert.Single(_said));
    }

    [Fact]
    public void A_watch_that_was_disposed_of_while_it_was_being_made_never_calls_back()
    {
        using var node = Nodes.Listen();
        using var greeted = new ManualResetEventSlim();
        using var disposed = new ManualResetEventSlim();
        using var closed = new ManualResetEventSlim();
        using var peer = new RawAcceptor(socket =>
        {
            RawAcceptor.Welcome(socket, () =>
            {
                greeted.Set();
                Assert.True(disposed.Wait(TimeSpan.FromSeconds(10)), "the watch was not disposed of within 10 s");
            });
            socket.AwaitClose();
            closed.Set();
        });
        var watch = node.Watch(peer.Endpoint, () => _said.Enqueue(Made), _said.Enqueue);
        Assert.True(greeted.Wait(TimeSpan.FromSeconds(10)), "the peer was not greeted within 10 s");

        watch.Dispose();
        disposed.Set();

        Assert.True(closed.Wait(TimeSpan.FromSeconds(10)), "the connection was not closed within 10 s");
        Assert.Empty(_said);
    }

    [Fact]
    public void A_watch_ends_without_a_word_when_its_own_node_closes()
    {
        var node = Nodes.Listen();
        using var other = Nodes.Listen();
        var peer = Nodes.Listen();
        using var watch = node.Watch(peer.Endpoint, () => _said.Enqueue(Made), reason => _said.Enqueue($"ended: {reason}"));
        Eventually.True(() => !_said.IsEmpty, "the connection of the watch");
        using var later = other.Watch(peer.Endpoint, () => { }, _said.Enqueue);

        node.Dispose();
        peer.Dispose();

        Eventually.True(() => _said.Count == 2, "the end of the other's watch");
        Assert.DoesNotContain(_said, reason => reason.StartsWith("ended", StringComparison.Ordinal));
    }

    [Fact]
    public void A_watch_that_was_disposed_of_never_calls_back()
    {
        using var node = Nodes.Listen();
        var peer = Nodes.Listen();
        var ended = node.Watch(peer.Endpoint, () => { }, reason => _said.Enqueue($"ended: {reason}"));
        using var watch = node.Watch(peer.Endpoint, () => { }, _said.Enqueue);

        ended.Dispose();
        peer.Dispose();

        Eventually.True(() => !_said.IsEmpty, "the end of the other watch");
        Assert.DoesNotContain(_said, reason => reason.StartsWith("ended", StringComparison.Ordinal));
    }
}
