using GanCluster.Core.Sums;
using System.Net.Sockets;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Exchange.Tcp;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp;

public class AttemptRouterSpecs
{
    private static readonly Endpoint Self = new("127.0.0.1", 2);
    private readonly AttemptRouter _router = new(new RunId("run"), TimeSpan.FromSeconds(20));
    private readonly PeerConnection _peer;
    private readonly NodeAttempt _open;

    public AttemptRouterSpecs()
    {
        _peer = Connection(FakePeer.Name);
        var roster = new Dictionary<WorkerId, Endpoint> { [new WorkerId("w0")] = FakePeer.Name, [new WorkerId("w1")] = Self };
        var layout = NodeLayout.Of([new WorkerId("w0"), new WorkerId("w1")], roster, Self);
        _open = _router.Attempts.Join(
            Attempts.Id(2), life => new NodeAttempt(life, layout, new SharedVectors(), Nodes.Options));
        _router.Connected(_peer);
    }

    [Fact]
    public void A_participant_that_has_begun_a_newer_attempt_ends_the_open_one()
    {
        Assert.NotNull(_router.Place(_peer, FakePeer.Slice(Attempts.Id(3))));

        Assert.True(_open.IsBroken);
    }

    [Fact]
    public void A_node_that_takes_no_part_in_the_open_attempt_does_not_end_it()
    {
        Assert.NotNull(_router.Place(Connection(new Endpoint("127.0.0.1", 3)), FakePeer.Slice(Attempts.Id(3))));

        Assert.False(_open.IsBroken);
    }

    [Fact]
    public void Slices_of_the_open_attempt_and_of_later_ones_have_a_place_and_older_ones_none()
    {
        Assert.Null(_router.Place(_peer, FakePeer.Slice(Attempts.Id(1))));
        Assert.NotNull(_router.Place(_peer, FakePeer.Slice(Attempts.Id(2))));
        Assert.False(_open.IsBroken);
        Assert.Equal(1, _router.StaleFrames);
    }

    [Fact]
    public void Nothing_is_placed_in_an_inbox_that_is_being_read()
    {
        var slice = FakePeer.Slice(Attempts.Id(2));
        _router.Place(_peer, slice)!.Value.Landed(true);
        Assert.True(_peer.Inbox.IsComplete(Attempts.Id(2), 1, new ReductionTree(2), new(16, 16)));
        _peer.Inbox.Use();

        var next = new Part<bool>(
            "the next exchange's slice", () => _router.Place(_peer, slice with { Exchange = 2 }) is not null);

        Assert.False(next.Ended(TimeSpan.FromMilliseconds(100)), "it was placed while the inbox was read");
        lock (_router.Gate)
        {
            _peer.Inbox.Release();
            Monitor.PulseAll(_router.Gate);
        }

        Assert.True(next.AwaitResult());
    }

    private PeerConnection Connection(Endpoint peer) =>
        new(new FrameChannel(new Channel(new Socket(SocketType.Stream, ProtocolType.Tcp))), peer, Nodes.Options, new Traffic(), _router);
}
