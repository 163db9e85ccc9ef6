using GanCluster.Node.Journal;
using GanCluster.Node.Throughput;

namespace GanCluster.EndToEnd.Tests.Runs;

public class NodesThroughputSpecs
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_warm_up_ends_with_the_first_commit_from_its_last_step_on()
    {
        var measured = NodesThroughput.Measure([Round(0, 1, 9), Round(1, 4, 10), Round(5, 10, 12), Round(15, 20, 16)]);

        Assert.Equal((30 * 64, 30, TimeSpan.FromSeconds(6)), measured);
    }

    [Fact]
    public void Of_two_rounds_the_first_is_the_warm_up_however_short()
    {
        Assert.Equal((64 * 64, 64, TimeSpan.FromSeconds(3)), NodesThroughput.Measure([Round(0, 1, 9), Round(1, 64, 12)]));
    }

    [Fact]
    public void One_round_is_no_measure()
    {
        Assert.Contains(
            "give more --steps",
            Assert.Throws<InvalidOperationException>(() => NodesThroughput.Measure([Round(0, 65, 9)])).Message,
            StringComparison.Ordinal);
    }

    private static RoundRow Round(long first, long steps, int second) =>
        new(first, 1, 1, 1, first, steps, steps * 64, 2, 1, 0, 0, 0, 0, "00", Noon.AddSeconds(second));
}
