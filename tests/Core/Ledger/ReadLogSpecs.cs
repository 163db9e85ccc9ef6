using GanCluster.Core.Ledger;

namespace GanCluster.Core.Tests.Ledger;

public class ReadLogSpecs
{
    [Fact]
    public void A_replicas_regular_round_is_one_tuple()
    {
        var plan = new SamplePlan(replicas: 2, batch: 32, discriminatorSteps: 2);
        var log = new ReadLog();
        for (var step = 1L; step < 11; step++)
        {
            for (var j = 0; j < 2; j++)
            {
                AddAll(log, Enumerable.Range(0, 32).Select(i => plan.First(step, j, 0) + i));
            }
        }

        Assert.Equal("128:32+64x20", log.Encode());
        Assert.Equal("128:32+64x20", plan.Reads(firstStep: 1, steps: 10, replica: 0).ToString());
        Assert.Equal(640, log.Count);
        Assert.Equal(128, log.First);
    }

    [Theory]
    [InlineData("", new long[0])]
    [InlineData("7:1", new long[] { 7 })]
    [InlineData("0:4", new long[] { 0, 1, 2, 3 })]
    [InlineData("5:1+0x3", new long[] { 5, 5, 5 })]
    [InlineData("9:1+-2x3", new long[] { 9, 7, 5 })]
    [InlineData("0:2+4x2;8:1", new long[] { 0, 1, 4, 5, 8 })]
    [InlineData("0:2+4x2;9:2", new long[] { 0, 1, 4, 5, 9, 10 })]
    public void The_text_is_exact(string text, long[] positions)
    {
        Assert.Equal(text, Logged(positions).Encode());
        Assert.Equal(positions, ReadLog.Decode(text));
    }

    [Fact]
    public void The_plan_writes_what_the_reader_would()
    {
        (int, int, int, int)[] cases = [(1, 4, 3, 0), (1, 1, 1, 0), (3, 1, 2, 2), (3, 4, 1, 1), (4, 2, 5, 3)];
        foreach (var (replicas, batch, steps, replica) in cases)
        {
            var reads = new SamplePlan(replicas, batch, 2).Reads(7, steps, replica);
            Assert.Equal(Logged(reads.Positions()).Encode(), reads.ToString());
            Assert.Equal(steps * 2 * batch, reads.Positions().Count());
        }
    }

    [Fact]
    public void Any_sequence_comes_back_as_it_was()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 2000; trial++)
        {
            var position = (long)random.Next(20);
            var positions = new List<long>();
            for (var i = random.Next(30); i > 0; i--)
            {
                positions.Add(position);
                position = random.Next(3) == 0 ? random.Next(20) : position + random.Next(1, 3);
            }

            var log = new ReadLog();
            for (var i = 0; i < positions.Count; i++)
            {
                log.Add(positions[i], 0);

                // Writing down what there is so far changes nothing.
                Assert.Equal(positions.Take(i + 1), ReadLog.Decode(log.Encode()));
            }
        }
    }

    [Fact]
    public void The_digest_depends_on_the_indices_and_on_their_order_only()
    {
        ulong[] digests = [Digest(), Digest(0), Digest(0, 0), Digest(1, 2), Digest(2, 1), Digest(1, 3), Digest(1, 2, 3)];

        Assert.Equal(digests.Length, digests.Distinct().Count());
        var elsewhere = new ReadLog();
        elsewhere.Add(100, 1);
        elsewhere.Add(50, 2);
        Assert.Equal(Digest(1, 2), elsewhere.Digest);
    }

    [Fact]
    public void Digests_never_change()
    {
        Assert.Equal([0UL, 0xd8b3117e1f8f2c94, 0xc6d6f7a29ac256f2, 0x64612b4e6ffaa7ee], new[] { Digest(), Digest(0), Digest(59_999, 3), Digest(1, 2, 3) });
    }

    [Fact]
    public void A_lone_run_reads_as_it_was_written()
    {
        Assert.Equal(ReadRuns.Parse("7:4"), ReadRuns.Regular(first: 7, run: 4, stride: 12, count: 1));
        Assert.Equal(ReadRuns.Parse("7:4+12x2"), ReadRuns.Regular(first: 7, run: 4, stride: 12, count: 2));
    }

    [Fact]
    public void A_plan_of_nothing_is_refused_and_a_great_one_counts_right()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplePlan(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplePlan(1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplePlan(1, 1, 0));
        Assert.Equal(1L << 33, new SamplePlan(1 << 20, 1 << 12, 2).Images(1));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("5:")]
    [InlineData("5:1;")]
    [InlineData("5:0")]
    [InlineData("-5:1")]
    [InlineData("5:1+2")]
    [InlineData("5:1x2")]
    [InlineData("5:1x2+3")]
    [InlineData("5:1+2x0")]
    [InlineData("5:1+-3x3")]
    [InlineData("-5:1+5x3")]
    [InlineData("0:10+4611686018427387900x3")]
    [InlineData("9223372036854775800:10+-5x3")]
    [InlineData(" 5:1")]
    [InlineData("5:1e1")]
    [InlineData("a:1")]
    [InlineData("5:99999999999999999999")]
    [InlineData("0:4611686018427387904+0x4")]
    public void Text_that_no_log_wrote_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => ReadLog.Decode(text));
    }

    private static ReadLog Logged(IEnumerable<long> positions)
    {
        var log = new ReadLog();
        AddAll(log, positions);
        return log;
    }

    private static void AddAll(ReadLog log, IEnumerable<long> positions)
    {
        foreach (var position in positions)
        {
            log.Add(position, position);
        }
    }

    private static ulong Digest(params long[] indices)
    {
        var log = new ReadLog();
        for (var i = 0; i < indices.Length; i++)
        {
            log.Add(i, indices[i]);
        }

        return log.Digest;
    }
}
