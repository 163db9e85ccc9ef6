using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;
using GanCluster.Exchange.Tests.Tcp;

namespace GanCluster.Exchange.Tests;

/// <summary>Whoever waits is woken by what it waits for: here no pulse comes that would wake it anyway.</summary>
public class PromptnessSpecs
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private static readonly Dictionary<string, Func<IReadOnlyList<IParameterExchange>>> Four = new()
    {
        ["memory"] = () => [.. Enumerable.Repeat(new MemoryExchange(Never), 4)],
        ["one node"] = () => Nodes.Of(4, _ => 0, Nodes.Options with { Pulse = Never }),
        ["two nodes"] = () => Nodes.Of(4, w => w / 2, Nodes.Options with { Pulse = Never, MaxFrame = 64 }),
        ["four nodes"] = () => Nodes.Of(4, w => w, Nodes.Options with { Pulse = Never, MaxFrame = 64 }),
    };

    public static TheoryData<string> Ways => [.. Four.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Sums_need_no_pulse(string way)
    {
        var vectors = new ReplicaVectors(9, 200, seed: 1);
        using var team = new Team(Four[way]());
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var sums = team.Run(Attempts.Id(attempt), (session, rank, waiting) =>
            {
                for (var round = 0; round < 20; round++)
                {
                    vectors.SumOf(session, rank, 4, waiting);
                }

                return vectors.SumOf(session, rank, 4, waiting);
            });
            Assert.All(sums, sum => Assert.Equal(vectors.Expected(), sum));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_break_needs_no_pulse(string way)
    {
        var vectors = new ReplicaVectors(9, 200, seed: 1);
        using var team = new Team(Four[way]());
        var parts = team.Start(Attempts.Id(1), [0, 1, 2], (session, rank, waiting) => vectors.SumOf(session, rank, 4, waiting));
        Eventually.True(() => parts.All(p => p.IsWaiting), "that all wait");

        team.Break(Attempts.Id(1), "w3 never came");

        Assert.All(parts, p => Assert.IsType<ExchangeBrokenException>(p.AwaitFailure()));
    }

    [Fact]
    public void The_loss_of_a_peer_needs_no_pulse()
    {
        var vectors = new ReplicaVectors(4, 200, seed: 1);
        var nodes = Nodes.Of(4, w => w, Nodes.Options with { Pulse = Never });
        using var team = new Team(nodes);
        var parts = team.Start(Attempts.Id(1), [0, 1, 2], (session, rank, waiting) => vectors.SumOf(session, rank, 4, waiting));
        Eventually.True(() => nodes.Sum(n => n.BytesReceived) > 0 && parts.All(p => p.IsWaiting), "that all wait");

        nodes[3].Dispose();

        Assert.All(parts, p => Assert.IsType<ExchangeBrokenException>(p.AwaitFailure()));
    }
}
