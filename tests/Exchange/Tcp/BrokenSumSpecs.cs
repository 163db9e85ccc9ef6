using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Tcp;
using GanCluster.Exchange.Tests.Memory;

namespace GanCluster.Exchange.Tests.Tcp;

public class BrokenSumSpecs
{
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

        Assert.Equal("w0 hangs", Assert.IsType<ExchangeBrokenException>(part.AwaitFailure()).Message);
        peer.AwaitClose();
    }

    [Fact]
    public void Nobody_leaves_a_broken_exchange_while_its_vector_is_being_sent()
    {
        using var reading = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var slow = new SlowMemory(64, reading, release);
        using var team = new Team(Nodes.Pair());
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
