using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Exchange.Tcp;

namespace GanCluster.Exchange.Tests.Tcp;

public class SliceInboxSpecs
{
    private const int Replicas = 5;

    private static readonly ReductionTree Tree = new(Replicas);
    private static readonly Segment Mine = new(16, 16);
    private readonly SliceInbox _inbox = new(new RunId("run"), maxHeld: 256);

    /// <summary>The first of two slices, of which two frames make one: replicas 0 and 1, then replica 3.</summary>
    private static FrameHeader First => FakePeer.Slice(Attempts.Id(2)) with
    {
        Exchange = 3, Replicas = Replicas, Nodes = 2, Level = 1, Index = 0, Length = 8,
    };

    private static FrameHeader Rest => First with { Offset = 8 };

    private static FrameHeader Second => First with { Level = 0, Index = 3 };

    private static Dictionary<string, FrameHeader> AfterFirst => new()
    {
        ["other replicas"] = Rest with { Replicas = Replicas + 1 },
        ["another number of slices"] = Rest with { Nodes = 3 },
        ["another start"] = Rest with { Start = 0 },
        ["another segment"] = Rest with { Segment = 32 },
        ["another node in the middle"] = Rest with { Level = 0 },
        ["a gap"] = Rest with { Offset = 9, Length = 7 },
        ["the same again"] = Rest with { Offset = 0 },
        ["a part again"] = Rest with { Offset = 7 },
        ["the next slice before the end of this"] = Second,
        ["the next exchange before the end of this"] = First with { Exchange = 4 },
        ["the next attempt's middle"] = Rest with { Attempt = 3 },
        ["an older attempt"] = First with { Attempt = 1 },
    };

    private static Dictionary<string, FrameHeader> AfterOneSlice => new()
    {
        ["a node that is covered"] = Second with { Index = 1 },
        ["a node that covers it"] = Second with { Level = 3, Index = 0 },
        ["no level"] = Second with { Level = -1 },
        ["a level above the root"] = Second with { Level = 4, Index = 0 },
        ["an index below the first"] = Second with { Index = -1 },
        ["an index beyond the last"] = Second with { Index = Replicas },
        ["an index that overflows to the first"] = Second with { Level = 3, Index = 1 << 29 },
        ["an index that overflows below"] = Second with { Level = 1, Index = 1 << 30 },
    };

    public static TheoryData<string> FaultsAfterFirst => [.. AfterFirst.Keys];

    public static TheoryData<string> FaultsAfterOneSlice => [.. AfterOneSlice.Keys];

    [Fact]
    public void Slices_that_come_frame_by_frame_are_handed_out_whole()
    {
        ReceiveAll();

        var slices = _inbox.Use();

        Assert.True(_inbox.InUse);
        Assert.Equal([new TreeNode(1, 0), TreeNode.Leaf(3)], slices.Select(s => s.Node));
        Assert.Equal([.. Enumerable.Repeat(1f, 8), .. Enumerable.Repeat(2f, 8)], slices[0].Values.ToArray());
        Assert.Equal([.. Enumerable.Repeat(3f, 8), .. Enumerable.Repeat(4f, 8)], slices[1].Values.ToArray());
        Assert.False(IsComplete());
        _inbox.Release();
        Assert.False(_inbox.InUse);
    }

    [Fact]
    public void An_exchange_is_complete_when_its_last_frame_has_come()
    {
        foreach (var frame in new[] { First, Rest, Second })
        {
            Receive(frame, 1);
            Assert.False(IsComplete());
        }

        _inbox.Place(Second with { Offset = 8 });
        Assert.False(IsComplete());
        _inbox.Placed(Second with { Offset = 8 }, whole: false);
        Assert.False(IsComplete());
        _inbox.Placed(Second with { Offset = 8 }, whole: true);
        Assert.True(IsComplete());
    }

    [Fact]
    public void It_is_not_complete_for_another_attempt_or_a_later_exchange()
    {
        ReceiveAll();

        Assert.False(_inbox.IsComplete(Attempts.Id(1), 3, Tree, Mine));
        Assert.False(_inbox.IsComplete(Attempts.Id(3), 3, Tree, Mine));
        Assert.False(_inbox.IsComplete(Attempts.Id(2), 4, Tree, Mine));
    }

    [Theory]
    [InlineData(2, Replicas, 16, 16)]
    [InlineData(3, Replicas + 1, 16, 16)]
    [InlineData(3, Replicas, 32, 16)]
    [InlineData(3, Replicas, 16, 17)]
    [InlineData(3, Replicas, 16, 16, 32)]
    public void A_peer_that_splits_the_sum_in_another_way_is_refused(int exchange, int replicas, int start, int length, int rounded = 0)
    {
        ReceiveAll();

        Assert.Throws<InvalidDataException>(
            () => _inbox.IsComplete(Attempts.Id(2), exchange, new ReductionTree(replicas, rounded), new Segment(start, length)));
    }

    [Theory]
    [MemberData(nameof(FaultsAfterFirst))]
    public void A_frame_that_does_not_go_on_from_the_one_before_is_refused(string fault)
    {
        Receive(First, 1);

        Assert.Throws<InvalidDataException>(() => _inbox.Place(AfterFirst[fault]));
    }

    [Theory]
    [MemberData(nameof(FaultsAfterOneSlice))]
    public void A_slice_of_a_node_that_cannot_come_next_is_refused(string fault)
    {
        Receive(First, 1);
        Receive(Rest, 2);

        Assert.Throws<InvalidDataException>(() => _inbox.Place(AfterOneSlice[fault]));
    }

    [Fact]
    public void A_slice_too_many_is_refused()
    {
        ReceiveAll();

        Assert.Throws<InvalidDataException>(() => _inbox.Place(Second with { Index = 4 }));
    }

    [Fact]
    public void The_next_exchange_comes_once_the_last_was_used_and_an_older_one_never()
    {
        ReceiveAll();
        Assert.Throws<InvalidDataException>(() => _inbox.Place(First with { Exchange = 4 }));

        _inbox.Use();

        Assert.Throws<InvalidDataException>(() => _inbox.Place(First with { Exchange = 2 }));
        Receive(First with { Exchange = 4 }, 5);
    }

    [Fact]
    public void A_newer_attempt_may_begin_at_any_moment()
    {
        Receive(First, 1);

        Receive(First with { Attempt = 3, Exchange = 1 }, 2);
    }

    [Theory]
    [InlineData(2, 33)]
    [InlineData(5, 16)]
    [InlineData(1, 65)]
    [InlineData(1 << 20, 1 << 30)]
    [InlineData(1 << 29, 8)]
    public void What_a_peer_announces_beyond_the_bound_is_refused_before_it_is_allocated(int nodes, int segment)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(
            () => _inbox.Place(First with { Nodes = nodes, Start = 0, Segment = segment, Length = 1 }));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void What_is_held_stays_within_the_bound_whatever_the_exchanges_shapes()
    {
        var inbox = new SliceInbox(new RunId("run"), maxHeld: 64 * sizeof(float));
        for (var nodes = 1; nodes <= 16; nodes++)
        {
            var frame = First with
            {
                Exchange = nodes, Replicas = 16, Level = 0, Nodes = nodes, Segment = 64 / nodes, Length = 64 / nodes,
            };
            for (var i = 0; i < nodes; i++)
            {
                inbox.Place(frame with { Index = i });
                inbox.Placed(frame with { Index = i }, whole: true);
            }

            Assert.InRange(inbox.HeldBytes, 1, 64 * sizeof(float));
            inbox.Use();
            inbox.Release();
        }
    }

    private bool IsComplete() => _inbox.IsComplete(Attempts.Id(2), 3, Tree, Mine);

    private void ReceiveAll()
    {
        Receive(First, 1);
        Receive(Rest, 2);
        Receive(Second, 3);
        Receive(Second with { Offset = 8 }, 4);
        Assert.True(IsComplete());
    }

    private void Receive(FrameHeader frame, float value)
    {
        _inbox.Place(frame).Span.Fill(value);
        _inbox.Placed(frame, whole: true);
    }
}
