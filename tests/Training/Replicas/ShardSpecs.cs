using GanCluster.Core;
using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Parts;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>Shards belong to replicas; who computes these changes nothing.</summary>
public class ShardSpecs
{
    private static readonly DataCatalog Nowhere = new([], []);

    public static TheoryData<string, int> Sharded => new()
    {
        { "mixture", 2 },
        { "own images with labels", 1 },
        { "dcgan, colour, projection", 3 },
    };

    [Theory]
    [MemberData(nameof(Sharded))]
    public void One_two_and_four_workers_give_the_same_weights_both_ways(string name, int each)
    {
        foreach (var sync in new[] { SyncMode.Gradients, SyncMode.Parameters })
        {
            var run = Runs.Of(name) with { Replicas = 4, Sync = sync, Shards = new() { Classes = each } };
            var hashes = new[] { 1, 2, 4 }.Select(workers => HashAfter(run, workers)).ToList();

            Assert.Single(hashes.Distinct());
            Assert.NotEqual(HashAfter(run with { Shards = new() }, 1), hashes[0]);
        }
    }

    [Fact]
    public void Labels_that_a_replica_reads_are_those_of_its_classes()
    {
        var run = OwnParts.Images with { Replicas = 4, Shards = new() { Classes = 1 } };
        var source = DataSources.Training(run, OwnParts.All, Nowhere);

        for (var position = 0L; position < 200; position++)
        {
            Assert.Equal(position / run.Batch % run.Replicas, source.LabelOf(source.IndexAt(position)));
        }
    }

    [Fact]
    public void What_each_replica_reads_is_told()
    {
        var images = OwnParts.Images with { Replicas = 3, Shards = new() { Classes = 2 } };
        var points = Runs.Mixture with { Replicas = 4, Shards = new() { Classes = 2 } };

        Assert.Equal(
            [
                "replica 0 reads 14 samples of class 0 (7), class 1 (7)",
                "replica 1 reads 24 samples of class 2 (12), class 3 (12)",
                "replica 2 reads 12 samples of class 0 (6), class 1 (6)",
            ],
            DataSources.Find(images, OwnParts.All, Nowhere).ShardLines(images, OwnParts.All));
        Assert.Equal("replica 3 reads modes 6, 7", DataSources.Find(points, OwnParts.All, Nowhere).ShardLines(points, OwnParts.All)[3]);
        Assert.Empty(DataSources.Find(points, OwnParts.All, Nowhere).ShardLines(Runs.Mixture, OwnParts.All));
    }

    [Fact]
    public void Samples_are_told_from_others_by_their_labels_too_where_these_say_who_reads_what()
    {
        Assert.False(OwnParts.All.UsesLabels(OwnParts.Images));
        Assert.True(OwnParts.All.UsesLabels(OwnParts.Images with { Shards = new() { Classes = 1 } }));
    }

    [Fact]
    public void Data_without_labels_are_refused()
    {
        var run = OwnParts.Points with { Shards = new() { Classes = 1 } };

        Assert.Equal(
            "configuration: 'shards.classes' is 1, and data steps has no labels: give 0, or data with labels",
            Assert.Throws<UserInputException>(() => OwnParts.All.Resolve(run)).Message);
    }

    private static Hash128 HashAfter(RunConfiguration configuration, int workers)
    {
        using var team = new Team(configuration, workers);
        team.Round(new StepSpan(0, 2));
        team.Round(new StepSpan(2, 1));
        return team.First.Hash();
    }
}
