using GanCluster.Exchange.Tcp;

namespace GanCluster.Exchange.Tests.Tcp;

public class FrameSpecs
{
    public static TheoryData<string> Faults => [.. Malformed.Keys];

    private static FrameHeader Good => FakePeer.Slice(Attempts.Id(1));

    private static Dictionary<string, FrameHeader> Malformed => new()
    {
        ["no magic"] = Good with { Magic = 0 },
        ["unknown kind"] = Good with { Kind = (FrameKind)3 },
        ["an exchange before the first"] = Good with { Exchange = 0 },
        ["no replicas"] = Good with { Replicas = 0 },
        ["a node of no level"] = Good with { Level = -1 },
        ["a node above the root"] = Good with { Level = 2 },
        ["a node beyond the tree"] = Good with { Index = 2 },
        ["a node whose index overflows"] = Good with { Level = 1, Index = int.MaxValue },
        ["no slices"] = Good with { Nodes = 0 },
        ["too much to hold"] = Good with { Segment = 1 << 30, Nodes = 1 << 20 },
        ["a segment beyond any vector"] = Good with { Start = int.MaxValue, Segment = int.MaxValue },
        ["a length beyond its segment"] = Good with { Length = 17 },
        ["no length"] = Good with { Length = 0 },
        ["a length beyond a frame"] = Good with { Segment = 1 << 28, Length = 1 << 28 },
        ["an offset before the segment"] = Good with { Offset = -1 },
        ["a start in the middle"] = Good with { Offset = 8, Length = 8 },
        ["a finished segment that nobody waits for"] = Good with { Kind = FrameKind.Finished },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_malformed_frame_closes_its_connection(string fault)
    {
        using var node = Nodes.Listen();
        using var peer = new FakePeer(node);

        peer.Send(Malformed[fault], floats: 0);

        peer.AwaitClose();
    }

    [Fact]
    public void A_slice_that_covers_replicas_twice_closes_its_connection()
    {
        using var node = Nodes.Listen();
        using var peer = new FakePeer(node);
        var twice = Good with { Nodes = 2 };

        peer.Send(twice);
        peer.Send(twice, floats: 0);

        peer.AwaitClose();
    }

    [Fact]
    public void An_exchange_that_comes_before_the_last_was_used_closes_its_connection()
    {
        using var node = Nodes.Listen();
        using var peer = new FakePeer(node);

        peer.Send(Good);
        peer.Send(Good with { Exchange = 2 }, floats: 0);

        peer.AwaitClose();
    }

    [Fact]
    public void Frames_of_an_attempt_that_is_over_are_dropped_and_counted()
    {
        using var node = Nodes.Listen();
        using var peer = new FakePeer(node);
        node.Break(Attempts.Id(5), "over");

        peer.Send(FakePeer.Slice(Attempts.Id(4)));
        peer.Send(FakePeer.Slice(Attempts.Id(5)) with { Kind = FrameKind.Finished });

        Eventually.True(() => node.StaleFrames == 2, "the count of two stale frames");
        Assert.Equal(0, node.BytesReceived);
    }
}
