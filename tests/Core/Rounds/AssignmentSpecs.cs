using System.Collections.Immutable;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class AssignmentSpecs
{
    [Theory]
    [InlineData(8, "1 1", "w1:0..3 w2:4..7")]
    [InlineData(8, "1 3", "w1:0..5 w2:6..7")]
    [InlineData(5, "1 100", "w1:0..3 w2:4")] // however slow, it gets one
    [InlineData(4, "? 2 1", "w1:0 w2:1 w3:2..3")] // an unmeasured worker counts as the median, which is 2 here
    [InlineData(2, "1 1 1", "w1:0 w2:1")]
    public void Replicas_go_to_whoever_would_be_done_first(int replicas, string speeds, string ranges)
    {
        Assert.Equal(ranges, Assignment.BySpeed(replicas, Workers(speeds)).Text());
    }

    [Fact]
    public void Every_assignment_by_speed_covers_in_order_and_ends_as_soon_as_any_could()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (replicas, workers) = (random.Next(1, 13), Workers(random, random.Next(1, 6)));

            var ranges = Assignment.BySpeed(replicas, workers);

            Assert.Equal(workers.Take(replicas).Select(w => w.Id), ranges.Keys);
            Assert.All(ranges.Values, r => Assert.Single(r));
            Assert.Equal(Enumerable.Range(0, replicas), ranges.Values.SelectMany(Numbers));
            var finish = ranges.Max(r => r.Value[0].Count * workers.Single(w => w.Id == r.Key).SecondsPerReplicaStep!.Value);
            var speeds = workers.Take(replicas).Select(w => w.SecondsPerReplicaStep!.Value).ToArray();
            Assert.True(finish <= LeastFinish(replicas, speeds) + 1e-9, $"seed {seed}: {finish}");
        }
    }

    [Fact]
    public void Repair_moves_lost_replicas_only()
    {
        var before = Assignment.BySpeed(8, Workers("1 1 1 1"));
        WorkerState[] left = [Ready(1, 1), Ready(3, 1), Ready(5, 1)];

        Assert.Equal("w1:0..2 w3:3..5 w5:6..7", Assignment.Repair(before, [.. left]).Text());
    }

    [Fact]
    public void Every_repair_keeps_the_survivors_ranges_and_covers_the_lost_ones_once()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var replicas = random.Next(1, 20);
            var ranges = Assignment.BySpeed(replicas, Workers(random, random.Next(1, 6)));
            for (var loss = 0; loss < 3; loss++)
            {
                var survivors = ranges.Keys.Where(_ => random.Next(3) > 0).ToHashSet();
                var newcomer = new WorkerState(new WorkerId($"w{(char)('a' + loss)}"), 30, random.NextDouble());
                ImmutableArray<WorkerState> ready =
                    [.. survivors.Order().Select(id => new WorkerState(id, 30, random.NextDouble())), newcomer];

                var repaired = Assignment.Repair(ranges, ready);

                Assert.True(
                    Enumerable.Range(0, replicas).SequenceEqual(repaired.Values.SelectMany(Numbers).Order()),
                    $"seed {seed}: a cover");
                Assert.All(survivors, s => Assert.Subset(Numbers(repaired[s]).ToHashSet(), Numbers(ranges[s]).ToHashSet()));
                Assert.All(repaired, r => Assert.Contains(ready, w => w.Id == r.Key));
                Assert.All(repaired.Values, r => Assert.True(
                    r.Zip(r.Skip(1)).All(p => p.First.End < p.Second.First), $"seed {seed}: ascending, none adjacent"));
                ranges = repaired;
            }
        }
    }

    private static IEnumerable<int> Numbers(ImmutableArray<ReplicaRange> ranges) =>
        ranges.SelectMany(r => Enumerable.Range(r.First, r.Count));

    private static ImmutableArray<WorkerState> Workers(string speeds) =>
        [.. speeds.Split(' ').Select((s, i) =>
            Ready(i + 1, string.Equals(s, "?", StringComparison.Ordinal) ? null : double.Parse(s)))];

    private static ImmutableArray<WorkerState> Workers(Random random, int count) =>
        [.. Enumerable.Range(1, count).Select(n => Ready(n, random.Next(1, 50)))];

    /// <summary>The least time in which every worker computes at least one, by trying every time that
    /// a worker could take.</summary>
    private static double LeastFinish(int replicas, double[] speeds) =>
        speeds.SelectMany(s => Enumerable.Range(1, replicas).Select(n => n * s)).Order()
            .First(t => speeds.All(s => s <= t) && speeds.Sum(s => (int)Math.Floor((t / s) + 1e-9)) >= replicas);
}
