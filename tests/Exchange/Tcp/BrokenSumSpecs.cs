using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Tcp;
using GanCluster.Exchange.Tests.Memory;

namespace GanCluster.Exchange.Tests.Tcp;

public class BrokenSumSpecs
{
    private static readonly FrameHeader Rest = FakePeer.Finished(Attempts.Id(1)) with { Offset = 8, Length = 8 };

    private static readonly Dictionary<string, FrameHeader> Unexpected = new()
    {
        ["another exchange"] = Rest with { Exchange = 2 },
        ["another tree"] = Rest with { Replicas = 3 },
        ["this node's own segment"] = Rest with { Start = 16 },
        ["another segment"] = Rest with { Segment = 24 },
        ["a part that has come"] = Rest with { Offset = 0 },
        ["a part after a gap"] = Rest with { Offset = 9, Length = 7 },
        ["an attempt that nobody has begun"] = Rest with { Attempt = 2 },
    };

    public static TheoryData<string> UnexpectedFrames => [.. Unexpected.Keys];

    [Fact]
    public void A_peer_that_is_lost_while_all_compute_breaks_the_next_sum_at_once()
    {
        var vectors = new ReplicaVectors(2, 100, seed: 1);
        var nodes = Nodes.Pair();
        using var team = new Team(nodes);
        using var lost = new ManualResetEventSlim();
        var signs = 0;
        var parts = team.Start(Attempts.Id(1), [0, 1], (session, rank, _) =>
        {
            vectors.SumOf(session, rank, 2, () => { });
            if (rank == 1)
            {
                nodes[1].Dispose();
                lost.Set();
                return [];
            }

            Assert.True(lost.Wait(TimeSpan.FromSeconds(20)));
            return vectors.SumOf(session, rank, 2, () => signs++);
        });

        var broken = Assert.IsType<ExchangeBrokenException>(parts[0].AwaitFailure());

        Assert.Equal(new WorkerId("w1"), broken.Suspect);
        Assert.Contains(nodes[1].Endpoint.ToString(), broken.Message, StringComparison.Ordinal);
        Assert.Equal(0, signs);
    }

    [Fact]
    public void A_reset_while_nobody_sums_breaks_the_next_sum_at_once()
    {
        using var node = WithFake(out var team);
        using var disposable = team;
        using var peer = new FakePeer(node);
        using var session = team.Join(Attempts.Id(1), 1);
        peer.Send(FakePeer.Slice(Attempts.Id(1)));
        Eventually.True(() => node.BytesReceived > 0, "the peer's slice");

        peer.Reset();

        PartialSum[] mine = [new PartialSum(TreeNode.Leaf(1), new float[32])];
        var broken = Assert.Throws<ExchangeBrokenException>(
            () => session.Sum(new ReductionTree(2), mine, new float[32], () => Assert.Fail("it waited for the lost peer")));
        Assert.Equal(new WorkerId("w0"), broken.Suspect);
    }

    [Fact]
    public void A_peer_that_closes_in_the_middle_of_a_vector_breaks_the_sum()
    {
        using var node = WithFake(out var team);
        using var disposable = team;
        using var peer = new FakePeer(node);
        var part = SumWithFake(team, length: 32);
        peer.Send(FakePeer.Slice(Attempts.Id(1)), floats: 7);

        peer.Dispose();

        var broken = Assert.IsType<ExchangeBrokenException>(part.AwaitFailure());
        Assert.Equal(new WorkerId("w0"), broken.Suspect);
        Assert.Contains("w0 at 127.0.0.1:1 is lost", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_splits_the_sum_in_another_way_breaks_it()
    {
        using var node = WithFake(out var team);
        using var disposable = team;
        using var peer = new FakePeer(node);

        peer.Send(FakePeer.Slice(Attempts.Id(1)) with { Start = 0 });

        Assert.Contains(
            "the nodes disagree",
            Assert.IsType<ExchangeBrokenException>(SumWithFake(team, length: 32).AwaitFailure()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_sends_replicas_which_this_node_has_breaks_the_sum()
    {
        using var node = WithFake(out var team);
        using var disposable = team;
        using var peer = new FakePeer(node);

        peer.Send(FakePeer.Slice(Attempts.Id(1)) with { Index = 1 });

        Assert.Contains(
            "replicas 0 are missing",
            Assert.IsType<ExchangeBrokenException>(SumWithFake(team, length: 32).AwaitFailure()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_does_not_read_cannot_hold_a_broken_attempt()
    {
        using var node = WithFake(out var team, Nodes.Options with { BreakGrace = TimeSpan.FromMilliseconds(50) });
        using var disposable = team;
        using var peer = new FakePeer(node);
        var part = SumWithFake(team, length: 32 << 20);
        team.AwaitSignOfLife();

        team.Break(Attempts.Id(1), "w0 hangs");

        // The system would give the connection up after 5 s.
        Assert.True(part.Ended(TimeSpan.FromSeconds(3)), "the peer held the broken attempt for 3 s");
        Assert.Equal("w0 hangs", Assert.IsType<ExchangeBrokenException>(part.AwaitFailure()).Message);
        peer.AwaitClose();
    }

    [Fact]
    public void A_broken_attempt_stops_between_two_frames_and_keeps_its_connection()
    {
        using var node = WithFake(out var team, Nodes.Options with { BreakGrace = TimeSpan.FromMinutes(10), MaxFrame = 4096 });
        using var disposable = team;
        using var peer = new FakePeer(node);
        const int Length = 16 << 20;
        var part = SumWithFake(team, Length);
        team.AwaitSignOfLife();

        team.Break(Attempts.Id(1), "fenced");
        Eventually.True(
            () =>
            {
                peer.ReadWhatIsThere();
                return part.Ended(TimeSpan.Zero);
            },
            "the end of the part");

        Assert.IsType<ExchangeBrokenException>(part.AwaitFailure());
        Assert.InRange(node.BytesSent, 1, Length / 2 * sizeof(float) * 3 / 4);
        peer.Send(FakePeer.Slice(Attempts.Id(1)));
        Eventually.True(() => node.StaleFrames == 1, "a frame over the connection");
    }

    [Fact]
    public void A_sum_lasts_until_its_own_frames_are_sent_however_slowly_the_peer_reads()
    {
        using var node = WithFake(
            out var team, Nodes.Options with { BreakGrace = TimeSpan.FromMilliseconds(10), MaxFrame = 64 << 20 });
        using var disposable = team;
        using var peer = new FakePeer(node);
        const int Length = 8 << 20;
        var part = SumWithFake(team, Length);
        peer.Send(FakePeer.Slice(Attempts.Id(1), Length));

        // The node has begun its sum, so that it waits for the finished segment.
        peer.Read(FrameHeader.Size);
        peer.Send(FakePeer.Finished(Attempts.Id(1), Length));
        Eventually.True(() => node.BytesReceived == Length * sizeof(float), "all that the peer sends");

        Assert.False(part.Ended(TimeSpan.FromMilliseconds(300)), "the sum ended before its frames were sent");
        peer.Read(FrameHeader.Size + (Length * sizeof(float)));

        part.AwaitResult();
        peer.Send(FakePeer.Slice(Attempts.Id(1)) with { Exchange = 2 });
        Eventually.True(() => node.BytesReceived > Length * sizeof(float), "a frame over the connection");
    }

    [Fact]
    public void A_peer_that_closes_in_the_middle_of_its_finished_segment_breaks_the_sum()
    {
        for (var i = 0; i < 10; i++)
        {
            using var node = WithFake(out var team);
            using var disposable = team;
            using var peer = new FakePeer(node);
            var part = SumWithFake(team, length: 32);
            peer.Send(FakePeer.Slice(Attempts.Id(1)));
            peer.Read(2 * (FrameHeader.Size + (16 * sizeof(float))));
            peer.Send(FakePeer.Finished(Attempts.Id(1)), floats: 15);

            peer.Dispose();

            Assert.Equal(new WorkerId("w0"), Assert.IsType<ExchangeBrokenException>(part.AwaitFailure()).Suspect);
        }
    }

    [Theory]
    [MemberData(nameof(UnexpectedFrames))]
    public void A_finished_segment_that_nobody_waits_for_breaks_the_sum(string fault)
    {
        using var node = WithFake(out var team);
        using var disposable = team;
        using var peer = new FakePeer(node);
        var part = SumWithFake(team, length: 32);
        peer.Send(FakePeer.Slice(Attempts.Id(1)));
        peer.Read(2 * (FrameHeader.Size + (16 * sizeof(float))));
        peer.Send(FakePeer.Finished(Attempts.Id(1)) with { Length = 8 });

        peer.Send(Unexpected[fault]);

        var broken = Assert.IsType<ExchangeBrokenException>(part.AwaitFailure());
        Assert.Contains("nobody waits for it", broken.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public void Nobody_leaves_a_broken_exchange_while_its_vector_is_being_sent(int graceMilliseconds)
    {
        using var reading = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var slow = new SlowMemory(64, reading, release);
        using var team = new Team(
            Nodes.Pair(Nodes.Options with { BreakGrace = TimeSpan.FromMilliseconds(graceMilliseconds) }));
        var tree = new ReductionTree(2);
        var parts = team.Start(Attempts.Id(1), [0, 1], (session, rank, waiting) =>
        {
            ReadOnlyMemory<float> vector = rank == 1 ? slow.Whole : new float[64];
            session.Sum(tree, [new PartialSum(TreeNode.Leaf(rank), vector)], new float[64], waiting);
            return rank;
        });
        Assert.True(reading.Wait(TimeSpan.FromSeconds(20)), "nobody sent participant 1's vector within 20 s");

        team.Break(Attempts.Id(1), "w0 is lost");

        Assert.False(parts[1].Ended(TimeSpan.FromMilliseconds(100)), "participant 1 left while its vector was being sent");
        release.Set();
        Assert.All(parts, p => Assert.IsType<ExchangeBrokenException>(p.AwaitFailure()));
    }

    [Fact]
    public void Nobody_leaves_a_broken_exchange_while_a_colleague_of_its_node_sends_its_vector()
    {
        using var reading = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var slow = new SlowMemory(64, reading, release);
        using var team = new Team(Nodes.Of(3, w => w / 2));
        var tree = new ReductionTree(4);

        // Worker 0 sends for worker 1, whose replica 2 is no sibling of replica 0.
        PartialSum[][] nodes = [Leaves(0), [new PartialSum(TreeNode.Leaf(2), slow.Whole)], Leaves(1, 3)];
        var parts = team.Start(Attempts.Id(1), [0, 1, 2], (session, rank, waiting) =>
        {
            session.Sum(tree, nodes[rank], new float[64], waiting);
            return rank;
        });
        Assert.True(reading.Wait(TimeSpan.FromSeconds(20)), "nobody sent participant 1's vector within 20 s");

        team.Break(Attempts.Id(1), "w2 is lost");

        Assert.False(parts[1].Ended(TimeSpan.FromMilliseconds(100)), "participant 1 left while its vector was being sent");
        release.Set();
        Assert.All(parts, p => Assert.IsType<ExchangeBrokenException>(p.AwaitFailure()));

        PartialSum[] Leaves(params int[] replicas) =>
            [.. replicas.Select(r => new PartialSum(TreeNode.Leaf(r), new float[64]))];
    }

    [Fact]
    public void A_node_that_does_not_listen_breaks_the_sum_after_the_dial_time()
    {
        using var node = WithFake(out var team, Nodes.Options with { DialTimeout = TimeSpan.FromMilliseconds(100) });
        using var disposable = team;

        var broken = Assert.IsType<ExchangeBrokenException>(SumWithFake(team, length: 32).AwaitFailure());

        Assert.Equal(new WorkerId("w0"), broken.Suspect);
        Assert.Contains("can't be reached", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_closes_frees_its_own_participants()
    {
        var vectors = new ReplicaVectors(2, 100, seed: 2);
        var nodes = Nodes.Of(2, _ => 0);
        using var team = new Team(nodes);
        var part = Assert.Single(team.Start(Attempts.Id(1), [0], (s, rank, waiting) => vectors.SumOf(s, rank, 2, waiting)));
        team.AwaitSignOfLife();

        nodes[0].Dispose();

        Assert.Contains("has closed", Assert.IsType<ExchangeBrokenException>(part.AwaitFailure()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_participant_of_unknown_place_breaks_the_attempt()
    {
        using var node = Nodes.Listen();
        Nodes.Introduce(node);

        var broken = Assert.Throws<ExchangeBrokenException>(
            () => node.Join(Attempts.Id(1), new WorkerId("w0"), [new WorkerId("w0"), new WorkerId("w9")]));

        Assert.Equal(new WorkerId("w9"), broken.Suspect);
    }

    [Fact]
    public void What_one_worker_knows_of_others_adds_to_what_its_colleagues_know_or_corrects_it()
    {
        using var node = Nodes.Listen();
        var (w0, w1, w2) = (new WorkerId("w0"), new WorkerId("w1"), new WorkerId("w2"));
        node.Know(new Dictionary<WorkerId, Endpoint> { [w0] = node.Endpoint, [w1] = FakePeer.Name });

        node.Know(new Dictionary<WorkerId, Endpoint> { [w2] = node.Endpoint });
        node.Join(Attempts.Id(1), w2, [w0, w1, w2]).Dispose();
        node.Know(new Dictionary<WorkerId, Endpoint> { [w2] = FakePeer.Name });

        var broken = Assert.Throws<ExchangeBrokenException>(() => node.Join(Attempts.Id(2), w2, [w0, w1, w2]));
        Assert.Contains("w2 is said to be at 127.0.0.1:1", broken.Message, StringComparison.Ordinal);
        Assert.Equal(w2, broken.Suspect);
    }

    /// <summary>A node with the worker w1; w0 is the fake peer's.</summary>
    private static TcpExchange WithFake(out Team team, TcpExchangeOptions? options = null)
    {
        var node = Nodes.Listen(options);
        node.Know(new Dictionary<WorkerId, Endpoint>
        {
            [new WorkerId("w0")] = FakePeer.Name,
            [new WorkerId("w1")] = node.Endpoint,
        });
        team = new Team([node, node]);
        return node;
    }

    private static Part<int> SumWithFake(Team team, int length) =>
        Assert.Single(team.Start(Attempts.Id(1), [1], (session, _, waiting) =>
        {
            PartialSum[] mine = [new PartialSum(TreeNode.Leaf(1), new float[length])];
            session.Sum(new ReductionTree(2), mine, new float[length], waiting);
            return 1;
        }));
}
