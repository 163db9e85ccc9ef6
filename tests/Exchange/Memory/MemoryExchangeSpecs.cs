using GanCluster.Core.Sums;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;

namespace GanCluster.Exchange.Tests.Memory;

public class MemoryExchangeSpecs() : ParameterExchangeSuite(One)
{
    [Fact]
    public void Nobody_leaves_a_broken_exchange_while_another_reads_its_vectors()
    {
        using var reading = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var slow = new SlowMemory(16, reading, release);
        using var team = new Team(One(2));
        var tree = new ReductionTree(2);
        var parts = team.Start(Attempts.Id(1), [0, 1], (session, rank, waiting) =>
        {
            ReadOnlyMemory<float> vector = rank == 1 ? slow.Whole : new float[16];
            session.Sum(tree, [new PartialSum(TreeNode.Leaf(rank), vector)], new float[16], waiting);
            return rank;
        });
        Assert.True(reading.Wait(TimeSpan.FromSeconds(20)), "participant 0 did not read within 20 s");

        team.Break(Attempts.Id(1), "w1 is lost");

        Assert.False(parts[1].Ended(TimeSpan.FromMilliseconds(100)), "participant 1 left while its vector was being read");
        release.Set();
        Assert.All(parts, p => Assert.IsType<ExchangeBrokenException>(p.AwaitFailure()));
    }

    [Fact]
    public void Nobody_leaves_a_broken_exchange_while_another_writes_its_sum()
    {
        using var writing = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var slow = new SlowMemory(16, writing, release);
        using var team = new Team(One(2));
        var tree = new ReductionTree(2);

        // So short a vector is participant 0's alone to add.
        var parts = team.Start(Attempts.Id(1), [0, 1], (session, rank, waiting) =>
        {
            var sum = rank == 1 ? slow.Whole : new float[16];
            session.Sum(tree, [new PartialSum(TreeNode.Leaf(rank), new float[16])], sum, waiting);
            return rank;
        });
        Assert.True(writing.Wait(TimeSpan.FromSeconds(20)), "participant 0 did not write within 20 s");

        team.Break(Attempts.Id(1), "w1 is lost");

        Assert.False(parts[1].Ended(TimeSpan.FromMilliseconds(100)), "participant 1 left while its sum was being written");
        release.Set();
        Assert.All(parts, p => Assert.IsType<ExchangeBrokenException>(p.AwaitFailure()));
    }

    private static IReadOnlyList<IParameterExchange> One(int participants)
    {
        var exchange = new MemoryExchange();
        return [.. Enumerable.Repeat(exchange, participants)];
    }
}
