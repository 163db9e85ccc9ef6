using GanCluster.Core.Sums;
using GanCluster.Exchange.Tcp;

namespace GanCluster.Exchange.Tests.Tcp;

public class TcpSumSpecs() : TcpSumSuite(Nodes.Options);

public class SumOverSocketsSpecs() : TcpSumSuite(Nodes.Options with { SharesMemory = false });

public abstract class TcpSumSuite(TcpExchangeOptions options)
{
    [Theory]
    [InlineData(6, 13, 4099)]
    [InlineData(6, 8, 10)]
    [InlineData(6, 6, 100_000)]
    public void Three_nodes_with_two_workers_each_sum_bit_for_bit(int workers, int replicas, int length)
    {
        var vectors = new ReplicaVectors(replicas, length, seed: length);
        using var team = new Team(Nodes.Of(workers, w => w / 2, options));

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var sums = team.Run(Attempts.Id(attempt), (s, rank, waiting) => vectors.SumOf(s, rank, workers, waiting));
            Assert.All(sums, sum => Assert.Equal(vectors.Expected(), sum));
        }
    }

    [Fact]
    public void Vectors_of_many_frames_sum_bit_for_bit()
    {
        var vectors = new ReplicaVectors(5, 10_007, seed: 1);
        using var team = new Team(Nodes.Of(3, w => w, options with { MaxFrame = 256 }));

        var sums = team.Run(Attempts.Id(1), (session, rank, waiting) => vectors.SumOf(session, rank, 3, waiting));

        Assert.All(sums, sum => Assert.Equal(vectors.Expected(), sum));
    }

    [Theory]
    [InlineData(6, 13, 4099, 4099)]
    [InlineData(6, 6, 100_000, 70_016)]
    [InlineData(6, 8, 300, 128)]
    [InlineData(2, 5, 200, 1)]
    public void Rounded_vectors_sum_bit_for_bit(int workers, int replicas, int length, int rounded)
    {
        var vectors = new ReplicaVectors(replicas, length, seed: length, rounded);
        using var team = new Team(Nodes.Of(workers, w => w / 2, options with { MaxFrame = 4096 }));

        var sums = team.Run(Attempts.Id(1), (s, rank, waiting) => vectors.SumOf(s, rank, workers, waiting));

        Assert.All(sums, sum => Assert.Equal(vectors.Expected(), sum));
        Assert.NotEqual(new ReplicaVectors(replicas, length, seed: length).Expected(), vectors.Expected());
    }

    [Fact]
    public void Over_a_connection_a_rounded_value_is_a_byte()
    {
        const int Length = 12_800;
        long Sent(int rounded)
        {
            var nodes = Nodes.Of(2, w => w, options with { SharesMemory = false });
            using var team = new Team(nodes);
            var vectors = new ReplicaVectors(2, Length, seed: 3, rounded);
            team.Run(Attempts.Id(1), (session, rank, waiting) => vectors.SumOf(session, rank, 2, waiting));
            Assert.Equal(nodes.Sum(n => n.BytesSent), nodes.Sum(n => n.BytesReceived));
            return nodes.Sum(n => n.BytesSent);
        }

        // Each sends the other a half of its vector, and a half of the sum.
        Assert.Equal(2L * Length * sizeof(float), Sent(rounded: 0));
        Assert.Equal(2L * EightBitCode.Length(Length), Sent(Length));
        Assert.Equal(2L * (EightBitCode.Length(Length / 2) + (Length / 2 * sizeof(float))), Sent(Length / 2));
    }

    [Fact]
    public void Two_hundred_sums_in_forty_attempts_use_one_connection_for_each_pair()
    {
        var vectors = new ReplicaVectors(4, 65, seed: 2);
        var expected = vectors.Expected();
        var nodes = Nodes.Of(3, w => w, options);
        using var team = new Team(nodes);

        for (var attempt = 1; attempt <= 40; attempt++)
        {
            team.Run(Attempts.Id(attempt), (session, rank, waiting) =>
            {
                for (var i = 0; i < 5; i++)
                {
                    Assert.Equal(expected, vectors.SumOf(session, rank, 3, waiting));
                }

                return rank;
            });
        }

        Assert.All(nodes, n => Assert.Equal(2, n.Connections));
    }

    [Fact]
    public void A_peer_that_computes_for_long_is_waited_for_with_signs_of_life()
    {
        var vectors = new ReplicaVectors(2, 100, seed: 3);
        using var team = new Team(Nodes.Pair(options));
        var first = team.Start(Attempts.Id(1), [0], (session, rank, waiting) => vectors.SumOf(session, rank, 2, waiting));

        team.AwaitSignOfLife();
        team.AwaitSignOfLife();
        var second = team.Start(Attempts.Id(1), [1], (session, rank, waiting) => vectors.SumOf(session, rank, 2, waiting));

        Assert.Equal(vectors.Expected(), first[0].AwaitResult());
        Assert.Equal(vectors.Expected(), second[0].AwaitResult());
    }

    [Fact]
    public void A_sum_allocates_nothing_that_grows_with_the_vector()
    {
        const int length = 1_000_000;
        var tree = new ReductionTree(2);
        using var team = new Team(Nodes.Pair(options));

        var allocated = team.Run(Attempts.Id(1), (session, rank, waiting) =>
        {
            PartialSum[] mine = [new PartialSum(TreeNode.Leaf(rank), new float[length])];
            var sum = new float[length];
            session.Sum(tree, mine, sum, waiting);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++)
            {
                session.Sum(tree, mine, sum, waiting);
            }

            return (GC.GetAllocatedBytesForCurrentThread() - before) / 10;
        });

        Assert.All(allocated, bytes => Assert.InRange(bytes, 0, 50_000));
    }

    [Fact]
    public void A_worker_that_brings_nothing_is_refused()
    {
        using var team = new Team(Nodes.Pair(options));
        using var session = team.Join(Attempts.Id(1), 0);

        Assert.Throws<ArgumentOutOfRangeException>(
            () => session.Sum(new ReductionTree(2), [], new float[32], () => Assert.Fail("it waited for the other's part")));
    }

    [Fact]
    public void What_went_over_the_network_is_counted()
    {
        var vectors = new ReplicaVectors(2, 1024, seed: 4);
        var nodes = Nodes.Pair(options);
        using var team = new Team(nodes);

        team.Run(Attempts.Id(1), (session, rank, waiting) => vectors.SumOf(session, rank, 2, waiting));

        Assert.All(nodes, n => Assert.Equal((4096, 4096), (n.BytesSent, n.BytesReceived)));
    }
}
