using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Sums;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>Rounds whose states are averaged in eight bits.</summary>
public class RoundedStateSpecs
{
    private static readonly RunConfiguration Run = Runs.Mixture with
    {
        Replicas = 5,
        Sync = SyncMode.Parameters,
        SyncEvery = 3,
        SyncPrecision = "fp8",
    };

    private static readonly StepSpan[] Rounds = [new(0, 3), new(3, 3), new(6, 3)];

    [Fact]
    public void Any_number_of_workers_gives_the_same_weights() =>
        Assert.Single(new[] { 1, 2, 3, 5 }.Select(workers => After(Run, workers).Hash).Distinct());

    [Fact]
    public void An_adaptive_share_is_averaged_as_it_is()
    {
        var run = Runs.Dcgan with
        {
            Replicas = 2, Sync = SyncMode.Parameters, SyncEvery = 3, SyncPrecision = "fp8", DiffAugment = "color",
            Adaptive = new AdaptiveOptions { Target = 0.6, Images = 5_000 },
        };

        Assert.Single(new[] { 1, 2 }.Select(workers => After(run, workers).Hash).Distinct());
    }

    [Fact]
    public void Weights_and_moments_stay_within_some_hundredths_of_those_that_are_not_rounded()
    {
        var (_, exact, _) = After(Run with { SyncPrecision = "fp32" }, 1, rounds: 1);
        var (_, rounded, begun) = After(Run, 1, rounds: 1);

        foreach (var section in new[] { "g.", "d.", "opt.g.m.", "opt.g.v.", "opt.d.m.", "opt.d.v." })
        {
            var names = exact.Keys.Where(name => name.StartsWith(section, StringComparison.Ordinal)).ToList();
            var moved = Norm(names.SelectMany(name => exact[name].Zip(begun[name], (a, b) => a - b)));
            var apart = Norm(names.SelectMany(name => exact[name].Zip(rounded[name], (a, b) => a - b)));
            Assert.InRange(apart / moved, 1e-4, 0.08);
        }
    }

    [Fact]
    public void No_second_moment_becomes_zero_or_less()
    {
        var (_, exact, _) = After(Run with { SyncPrecision = "fp32" }, 1, rounds: 1);
        var (_, rounded, _) = After(Run, 1, rounds: 1);

        var moments = exact.Keys.Where(name => name.Contains(".v.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(moments);
        foreach (var name in moments)
        {
            Assert.All(exact[name].Zip(rounded[name]), pair => Assert.True(pair.First == 0 ? pair.Second == 0 : pair.Second > 0));
        }
    }

    [Fact]
    public void What_is_no_multiple_of_a_block_is_filled_up()
    {
        using var replica = Runs.Replica(Run);

        Assert.Equal((0, 1), (replica.Lengths.RoundedState % EightBits.Block, replica.Lengths.State - replica.Lengths.RoundedState));
    }

    private static double Norm(IEnumerable<float> values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static (Hash128 Hash, Dictionary<string, float[]> Version, Dictionary<string, float[]> Begun) After(
        RunConfiguration run, int workers, int rounds = 3)
    {
        using var team = new Team(run, workers);
        var begun = Tensors(team);
        Array.ForEach(Rounds[..rounds], team.Round);
        return (team.First.Hash(), Tensors(team), begun);
    }

    private static Dictionary<string, float[]> Tensors(Team team) =>
        team.First.Snapshot().Tensors.ToDictionary(t => t.Name, t => t.Values.ToArray());
}
