using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>What <c>network.recompute</c> must leave as it is, of every family.</summary>
public class RecomputationSpecs
{
    public static TheoryData<string> Names => [.. Runs.Named.Where(run => !run.Value.Network.Recompute).Select(run => run.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Versions_are_the_same_to_the_bit_both_ways(string name)
    {
        foreach (var sync in new[] { SyncMode.Gradients, SyncMode.Parameters })
        {
            var run = Runs.Of(name) with { Sync = sync };
            Assert.Equal(HashAfter(run), HashAfter(Runs.Recomputed(run)));
        }
    }

    private static Hash128 HashAfter(RunConfiguration configuration)
    {
        using var team = new Team(configuration, 1);
        team.Round(new StepSpan(0, 3));
        return team.First.Hash();
    }
}
