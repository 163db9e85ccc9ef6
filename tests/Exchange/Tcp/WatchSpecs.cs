using System.Collections.Concurrent;

namespace GanCluster.Exchange.Tests.Tcp;

public class WatchSpecs
{
    private readonly ConcurrentQueue<string> _broken = new();

    [Fact]
    public void A_watch_calls_back_once_when_its_peer_is_gone()
    {
        using var node = Nodes.Listen();
        var peer = Nodes.Listen();
        using var watch = node.Watch(peer.Endpoint, _broken.Enqueue);

        peer.Dispose();

        Eventually.True(() => !_broken.IsEmpty, "the end of the watch");
        watch.Dispose();
        Assert.Single(_broken);
    }

    [Fact]
    public void A_watch_on_nobody_calls_back_with_the_reason()
    {
        using var node = Nodes.Listen();
        using var watch = node.Watch(FakePeer.Name, _broken.Enqueue);

        Eventually.True(() => !_broken.IsEmpty, "the end of the watch");
        Assert.Contains("127.0.0.1:1 can't be reached", Assert.Single(_broken), StringComparison.Ordinal);
    }

    [Fact]
    public void A_watch_that_was_disposed_of_never_calls_back()
    {
        using var node = Nodes.Listen();
        var peer = Nodes.Listen();
        var ended = node.Watch(peer.Endpoint, reason => _broken.Enqueue($"ended: {reason}"));
        using var watch = node.Watch(peer.Endpoint, _broken.Enqueue);

        ended.Dispose();
        peer.Dispose();

        Eventually.True(() => !_broken.IsEmpty, "the end of the other watch");
        Assert.DoesNotContain(_broken, reason => reason.StartsWith("ended", StringComparison.Ordinal));
    }
}
