using GanCluster.Core.Ledger;
using GanCluster.Core.Shards;

namespace GanCluster.Core.Tests.Shards;

public class LabelledShardsSpecs
{
    private static readonly SamplePlan Plan = new(replicas: 3, batch: 2, discriminatorSteps: 2);

    [Fact]
    public void A_class_of_several_replicas_is_divided_in_turn()
    {
        var shards = Shards();

        Assert.Equal([0, 1, 8, 9, 16, 17], shards.Of(0));
        Assert.Equal([2, 3, 6, 7, 10, 11, 14, 15, 18, 19], shards.Of(1));
        Assert.Equal([4, 5, 12, 13], shards.Of(2));
        Assert.Equal([(0, 3), (1, 3)], shards.Histogram(0));
        Assert.Equal([(2, 5), (3, 5)], shards.Histogram(1));
        Assert.Equal([(0, 2), (1, 2)], shards.Histogram(2));
    }

    [Theory]
    [InlineData(10, 5, 2)]
    [InlineData(10, 7, 3)]
    [InlineData(7, 16, 4)]
    public void Every_sample_is_in_one_shard(int classes, int replicas, int each)
    {
        var shards = new LabelledShards(
            1, new SamplePlan(replicas, 4, 1), new ClassDeal(classes, replicas, each), 1000, i => i % 3 == 0 ? 0 : (int)(i % classes));

        Assert.Equal(
            Enumerable.Range(0, 1000), Enumerable.Range(0, replicas).SelectMany(shards.Of).Order());
    }

    [Fact]
    public void A_replica_reads_its_own_shard_in_passes_and_no_other()
    {
        var shards = Shards();
        for (var replica = 0; replica < 3; replica++)
        {
            var own = shards.Of(replica).Select(i => (long)i).ToArray();
            var read = Plan.Reads(0, own.Length, replica).Positions().Select(shards.IndexAt).ToArray();

            // In a step a replica reads four: two batches of two. So that many steps are four passes.
            Assert.All(read.Chunk(own.Length), pass => Assert.Equal(own, pass.Order()));
        }
    }

    [Fact]
    public void A_position_is_its_replicas_nth()
    {
        // Step 1's second batch of replica 2, and its second sample.
        var position = Plan.First(1, 1, 2) + 1;

        Assert.Equal((2, 7L), (Plan.ReplicaOf(position), Plan.NumberOf(position)));
        Assert.Equal(
            Enumerable.Range(0, 40).Select(n => (long)n), Plan.Reads(0, 10, 1).Positions().Select(Plan.NumberOf));
    }

    [Fact]
    public void The_order_never_changes()
    {
        var shards = Shards();

        // Replicas 0, 1 and 2 in turn, two samples each.
        Assert.Equal(
            [0, 9, 7, 10, 4, 13, 17, 16, 19, 3, 12, 5, 1, 8, 18, 15, 13, 4, 17, 1, 14, 11, 5, 12],
            Enumerable.Range(0, 24).Select(position => shards.IndexAt(position)));
        Assert.Equal(13, shards.IndexAt(1_000_000_000_001));
    }

    [Fact]
    public void The_ledger_of_a_run_with_shards_is_audited_by_their_order()
    {
        var shards = Shards();

        var right = Audit(shards, shards.IndexAt);
        var wrong = Audit(shards, position => (shards.IndexAt(position) + 1) % 20);

        Assert.Equal((240, 0, 0, 0), (right.Read, right.Lost, right.Repeated, right.Unplanned));
        Assert.Empty(right.Reasons);
        Assert.Equal((0, 240), (wrong.Read, wrong.Lost));
    }

    [Fact]
    public void A_replica_without_samples_and_a_label_of_no_class_are_refused()
    {
        var plan = new SamplePlan(replicas: 2, batch: 1, discriminatorSteps: 1);
        var deal = new ClassDeal(classes: 2, replicas: 2, each: 1);

        Assert.Equal(
            "configuration: replica 1 has the classes 1, of which there are no samples left for it: "
                + "give a larger 'shards.classes', or fewer 'replicas'",
            Refusal(_ => 0));
        Assert.Equal("sample 0 has the label 2, and the data have 2 classes: give labels from 0 on", Refusal(_ => 2));

        string Refusal(Func<long, int> labelOf) =>
            Assert.Throws<UserInputException>(() => new LabelledShards(1, plan, deal, 10, labelOf)).Message;
    }

    /// <summary>Twenty samples of four classes: replicas 0 and 2 have classes 0 and 1, replica 1 has the others.</summary>
    private static LabelledShards Shards() =>
        new(seed: 1, Plan, new ClassDeal(classes: 4, replicas: 3, each: 2), count: 20, i => (int)(i % 4));

    private static LedgerTotals Audit(LabelledShards shards, Func<long, long> indexAt)
    {
        const int Steps = 20;
        var rows = Enumerable.Range(0, Plan.Replicas).Select(replica =>
        {
            var log = new ReadLog();
            foreach (var position in Plan.Reads(0, Steps, replica).Positions())
            {
                log.Add(position, shards.IndexAt(position));
            }

            return new Contribution(0, replica, 1, "worker-1", log.First, log.Count, log.Digest, log.Encode());
        });
        return LedgerAudit.Audit(Plan, 0, Steps, [new CommittedRound(0, Steps, [.. rows])], indexAt);
    }
}
