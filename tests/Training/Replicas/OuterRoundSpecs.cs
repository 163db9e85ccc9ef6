using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>Rounds whose averaging takes an outer step, after some that combine gradients.</summary>
public class OuterRoundSpecs
{
    /// <summary>Local steps begin at step 2 of 10.</summary>
    private static readonly RunConfiguration Run = Runs.Mixture with
    {
        Replicas = 3,
        Horizon = 240,
        Sync = SyncMode.Parameters,
        SyncEvery = 3,
        LocalFrom = 0.2,
        Outer = new OuterOptions { Rate = 0.7, Momentum = 0.9 },
    };

    private static readonly StepSpan[] Rounds = [new(0, 2), new(2, 1), new(3, 3), new(6, 3)];

    [Fact]
    public void One_two_and_three_workers_give_the_same_weights() =>
        Assert.Single(new[] { 1, 2, 3 }.Select(workers => After(Run, workers, Rounds)).Distinct());

    [Fact]
    public void Its_rate_and_its_momentum_count_and_so_does_where_local_steps_begin()
    {
        Hash128[] hashes =
        [
            After(Run, 1, Rounds),
            After(Run with { Outer = new OuterOptions { Rate = 0.7 } }, 1, Rounds),
            After(Run with { Outer = new OuterOptions { Rate = 0.5, Momentum = 0.9 } }, 1, Rounds),
            After(Run with { Outer = new OuterOptions() }, 1, Rounds),
            After(Run with { LocalFrom = 0 }, 1, Rounds),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void Before_local_steps_begin_it_is_a_run_of_gradients() => Assert.Equal(
        After(Run with { Sync = SyncMode.Gradients, LocalFrom = 0, Outer = new OuterOptions() }, 2, Rounds[0]),
        After(Run with { Outer = new OuterOptions() }, 2, Rounds[0]));

    [Fact]
    public void Momentum_is_a_part_of_the_version()
    {
        using var quiet = new Team(Run, 1);
        Array.ForEach(Rounds[..3], quiet.Round);
        using var resumed = new Team(Run, 1);
        resumed.First.Load(quiet.First.Snapshot());

        quiet.Round(Rounds[3]);
        resumed.Round(Rounds[3]);

        Assert.Equal(quiet.First.Hash(), resumed.First.Hash());
        Assert.Contains(quiet.First.Snapshot().Tensors, t => t.Name.StartsWith("outer.d.", StringComparison.Ordinal)
            && t.Values.Span.ContainsAnyExcept(0f));
    }

    /// <summary>As where an exchange broke and all contributions are there still: nothing computes them again.</summary>
    [Fact]
    public void A_sum_that_is_taken_again_changes_nothing()
    {
        using var replica = Runs.Replica(Run with { Replicas = 1 });
        using var state = replica.Rent(replica.Lengths.State);
        replica.Begin();
        replica.LocalSteps(new StepSpan(2, 1), 0, state.Memory, () => { });
        using var sum = replica.Rent(replica.Lengths.State);
        state.Memory.CopyTo(sum.Memory);
        replica.Average(new StepSpan(2, 1), sum.Memory);
        var once = replica.Hash();

        state.Memory.CopyTo(sum.Memory);
        replica.Average(new StepSpan(2, 1), sum.Memory);

        Assert.Equal(once, replica.Hash());
    }

    private static Hash128 After(RunConfiguration run, int workers, params StepSpan[] rounds)
    {
        using var team = new Team(run, workers);
        Array.ForEach(rounds, team.Round);
        return team.First.Hash();
    }
}
