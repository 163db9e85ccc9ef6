using System.Collections.Concurrent;

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
