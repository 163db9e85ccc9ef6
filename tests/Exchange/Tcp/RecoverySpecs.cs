using GanCluster.Core.Workers;
using GanCluster.Exchange.Tcp;

namespace GanCluster.Exchange.Tests.Tcp;

public class RecoverySpecs() : RecoverySuite(Nodes.Options);

public class RecoveryOverSocketsSpecs() : RecoverySuite(Nodes.Options with { SharesMemory = false });

public abstract class RecoverySuite(TcpExchangeOptions options)
{
    [Fact]
    public void After_a_fence_in_the_middle_the_next_attempt_goes_over_the_same_connections()
    {
        var vectors = new ReplicaVectors(6, 300_000, seed: 1);
        var nodes = Nodes.Of(3, w => w, options with { MaxFrame = 4096 });
        using var team = new Team(nodes);
        for (var attempt = 1; attempt < 20; attempt += 2)
        {
            var before = nodes.Sum(n => n.BytesSent);
            var parts = team.Start(
                Attempts.Id(attempt), [0, 1, 2], (session, rank, waiting) => vectors.SumOf(session, rank, 3, waiting));
            Eventually.True(() => nodes.Sum(n => n.BytesSent) > before + 100_000, "the middle of the sum");
            team.Break(Attempts.Id(attempt), "fenced");
            foreach (var part in parts)
            {
                part.Await();
            }

            var sums = team.Run(
                Attempts.Id(attempt + 1), (session, rank, waiting) => vectors.SumOf(session, rank, 3, waiting));
            Assert.All(sums, sum => Assert.Equal(vectors.Expected(), sum));
        }

        Assert.All(nodes, n => Assert.Equal(2, n.Connections));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_node_that_was_restarted_takes_part_in_the_next_attempt(int restarted)
    {
        var vectors = new ReplicaVectors(2, 100, seed: 2);
        var nodes = Nodes.Pair(options).ToArray();
        using (var team = new Team([.. nodes]))
        {
            team.Run(Attempts.Id(1), (session, rank, waiting) => vectors.SumOf(session, rank, 2, waiting));
            var port = nodes[restarted].Endpoint.Port;

            // The other one has to notice before the next attempt, which would otherwise run into the closed connection.
            var left = team.Start(Attempts.Id(2), [1 - restarted], (session, rank, alive) => vectors.SumOf(session, rank, 2, alive));
            team.AwaitSignOfLife();
            nodes[restarted].Dispose();
            Assert.IsType<ExchangeBrokenException>(left[0].AwaitFailure());
            nodes[restarted] = Nodes.Listen(options with { Port = port });
            Nodes.Introduce(nodes);
            using var next = new Team(nodes);

            var sums = next.Run(Attempts.Id(3), (session, rank, waiting) => vectors.SumOf(session, rank, 2, waiting));

            Assert.All(sums, sum => Assert.Equal(vectors.Expected(), sum));
        }
    }

    [Fact]
    public void Without_the_lost_node_the_others_go_on()
    {
        var vectors = new ReplicaVectors(4, 100, seed: 3);
        var nodes = Nodes.Of(3, w => w, options);
        using var team = new Team(nodes);
        var waiting = team.Start(Attempts.Id(1), [0, 1], (session, rank, alive) => vectors.SumOf(session, rank, 3, alive));
        team.AwaitSignOfLife();

        nodes[2].Dispose();
        foreach (var part in waiting)
        {
            Assert.Equal("w2", Assert.IsType<ExchangeBrokenException>(part.AwaitFailure()).Suspect?.Value);
        }

        var sums = team.Run(Attempts.Id(2), (session, rank, alive) => vectors.SumOf(session, rank, 2, alive), participants: 2);
        Assert.All(sums, sum => Assert.Equal(vectors.Expected(), sum));
    }
}
