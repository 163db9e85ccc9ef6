using GanCluster.Core.Noise;

namespace GanCluster.Core.Tests.Noise;

public class SampleOrderSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(59_999)]
    [InlineData(60_000)]
    public void Every_epoch_reads_every_sample_once(int count)
    {
        var order = new SampleOrder(11, count);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var read = Epoch(order, epoch);
            Array.Sort(read);
            Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), read);
        }
    }

    [Fact]
    public void A_position_belongs_to_its_epoch()
    {
        var order = new SampleOrder(11, 60_000);

        Assert.Equal(0, order.EpochOf(59_999));
        Assert.Equal(1, order.EpochOf(60_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => order.IndexAt(-1));
    }

    [Fact]
    public void Order_never_changes()
    {
        var order = new SampleOrder(1, 60_000);

        long[] positions = [0, 1, 2, 59_999, 60_000, 1_000_000_000_000];
        Assert.Equal([13309, 40591, 241, 50469, 16202, 36498], positions.Select(order.IndexAt));
        Assert.Equal([7257, 28372, 4490, 33202, 48157, 18973, 6731, 4255], Enumerable.Range(2, 8).Select(epoch => order.IndexAt(60_000L * epoch)));
    }

    [Fact]
    public void Orders_of_epochs_and_seeds_agree_no_more_than_by_chance()
    {
        var first = Epoch(new SampleOrder(1, 60_000), 0);

        // Agreements of two random permutations are Poisson with mean 1.
        Assert.InRange(Agreements(first, Epoch(new SampleOrder(1, 60_000), 1)), 0, 8);
        Assert.InRange(Agreements(first, Epoch(new SampleOrder(2, 60_000), 0)), 0, 8);
    }

    [Theory]
    [InlineData(3, 6)]
    [InlineData(4, 24)]
    [InlineData(5, 120)]
    public void All_orders_of_a_few_samples_appear_nearly_equally_often(int count, int orders)
    {
        const int Epochs = 60_000;
        var order = new SampleOrder(17, count);

        var seen = Enumerable.Range(0, Epochs).CountBy(epoch => string.Join(' ', Epoch(order, epoch)))
            .Select(kind => kind.Value * orders / (double)Epochs).ToArray();

        Assert.Equal(orders, seen.Length);
        Assert.All(seen, share => Assert.InRange(share, 0.75, 1.25));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(37)]
    public void A_sample_lands_everywhere_equally_often(int count)
    {
        const int Epochs = 8_000;
        var order = new SampleOrder(19, count);
        var landed = new int[count, count];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            var read = Epoch(order, epoch);
            for (var i = 0; i < count; i++)
            {
                landed[read[i], i]++;
            }
        }

        // (n - 1)^2 degrees of freedom; mean plus four standard deviations.
        var freedom = (count - 1.0) * (count - 1);
        var statistic = Statistics.ChiSquare([.. landed.Cast<int>()], count * count);
        Assert.InRange(statistic, freedom - (4 * Math.Sqrt(2 * freedom)), freedom + (4 * Math.Sqrt(2 * freedom)) + 10);
    }

    [Fact]
    public void Neighbours_are_unrelated()
    {
        const int Count = 60_000;
        var read = Epoch(new SampleOrder(23, Count), 4);
        var steps = new int[100];
        var sum = 0.0;
        for (var i = 1; i < Count; i++)
        {
            steps[(read[i] - read[i - 1] + Count) % Count * 100 / Count]++;
            sum += ((read[i] / (double)Count) - 0.5) * ((read[i - 1] / (double)Count) - 0.5) * 12;
        }

        Assert.InRange(Statistics.ChiSquare(steps, 100), 50, 160);
        Assert.InRange(sum / Count, -0.017, 0.017);
    }

    [Fact]
    public void Counts_up_to_2_to_the_40_are_accepted()
    {
        const long Largest = 1L << 40;
        var order = new SampleOrder(29, Largest);

        var indices = Enumerable.Range(0, 1000).Select(i => order.IndexAt(i)).ToArray();

        Assert.Equal(1000, indices.Distinct().Count());
        Assert.All(indices, index => Assert.InRange(index, 0, Largest - 1));
        Assert.InRange(indices.Average() / Largest, 0.46, 0.54);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleOrder(29, Largest + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleOrder(29, 0));
    }

    private static long[] Epoch(SampleOrder order, long epoch) =>
        [.. Enumerable.Range(0, (int)order.Count).Select(i => order.IndexAt((epoch * order.Count) + i))];

    private static int Agreements(long[] left, long[] right) => left.Zip(right).Count(pair => pair.First == pair.Second);
}
