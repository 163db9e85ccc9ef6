using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>K that follows the drift, as replicas tell it.</summary>
public class PaceSpecs
{
    private static readonly RunConfiguration Run = Runs.Mixture with
    {
        Replicas = 4, Sync = SyncMode.Parameters, SyncEvery = 6, SyncDrift = 0.02, Horizon = 1_000_000,
    };

    [Fact]
    public void It_has_the_same_course_for_any_number_of_workers_and_goes_up()
    {
        var runs = new[] { 1, 2, 4 }.Select(workers => Course(Run, workers)).ToList();

        Assert.Single(runs.Select(run => run.Hash).Distinct());
        Assert.Single(runs.Select(run => string.Join(' ', run.Every)).Distinct());
        Assert.Equal(1, runs[0].Every[0]);
        Assert.Contains(runs[0].Every, every => every > 2);
    }

    [Fact]
    public void It_stays_at_one_where_that_is_too_far_already_and_ends_at_the_most_where_nothing_is()
    {
        Assert.All(Course(Run with { SyncDrift = 1e-9 }, 2).Every, every => Assert.Equal(1, every));
        Assert.Equal([1, 2, 4, 6, 6, 6], Course(Run with { SyncDrift = 1 }, 2).Every[..6]);
    }

    [Fact]
    public void A_version_tells_it_to_whoever_loads_it()
    {
        using var quiet = new Team(Run with { SyncDrift = 1 }, 1);
        quiet.Round(new StepSpan(0, 1));
        quiet.Round(new StepSpan(1, 2));
        using var resumed = Runs.Replica(Run with { SyncDrift = 1 });
        resumed.Load(quiet.First.Snapshot());

        Assert.Equal((4, 4), (quiet.First.Every, resumed.Every));
        Assert.Equal(4, quiet.First.Snapshot().Tensors.Single(t => t.Name == "sync.every").Values.Span[0]);
    }

    [Fact]
    public void An_attempt_that_is_tried_again_tells_the_same()
    {
        using var replica = Runs.Replica(Run with { SyncDrift = 1, Replicas = 2 });
        using var state = replica.Rent(replica.Lengths.State);
        using var sum = replica.Rent(replica.Lengths.State);
        var hashes = new List<(Hash128 Hash, int Next)>();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            replica.Begin();
            sum.Memory.Span.Clear();
            for (var r = 0; r < 2; r++)
            {
                replica.LocalSteps(new StepSpan(0, 1), r, state.Memory, () => { });
                for (var i = 0; i < sum.Memory.Length; i++)
                {
                    sum.Memory.Span[i] += state.Memory.Span[i];
                }
            }

            replica.Average(new StepSpan(0, 1), sum.Memory);
            hashes.Add((replica.Hash(), replica.NextEvery));
        }

        Assert.Equal(1, replica.Every);
        Assert.Equal(2, Assert.Single(hashes.Distinct()).Next);
    }

    [Fact]
    public void Without_it_a_version_tells_nothing()
    {
        using var team = new Team(Run with { SyncDrift = 0 }, 1);
        team.Round(new StepSpan(0, 2));

        Assert.Equal((0, 0), (team.First.Every, team.First.NextEvery));
        Assert.DoesNotContain(team.First.Snapshot().Tensors, t => t.Name.StartsWith("sync", StringComparison.Ordinal));
    }

    private static (Hash128 Hash, List<int> Every) Course(RunConfiguration run, int workers)
    {
        using var team = new Team(run, workers);
        var course = new List<int>();
        for (var round = 0; round < 10; round++)
        {
            course.Add(team.First.Every);
            team.Round(new StepSpan(team.First.Step, team.First.Every));
        }

        return (team.First.Hash(), course);
    }
}
