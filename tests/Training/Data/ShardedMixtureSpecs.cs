using GanCluster.Core.Ledger;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Parts;

namespace GanCluster.Training.Tests.Data;

public class ShardedMixtureSpecs
{
    private static readonly RunConfiguration Run = Runs.Mixture with { Replicas = 4, Shards = new() { Classes = 2 } };
    private static readonly SamplePlan Plan = new(Run.Replicas, Run.Batch, Run.DSteps);

    [Fact]
    public void A_replica_draws_its_own_modes_each_as_often()
    {
        const int Steps = 500;
        var source = Source(Run);
        for (var replica = 0; replica < Run.Replicas; replica++)
        {
            var modes = Plan.Reads(0, Steps, replica).Positions().GroupBy(p => ModeOf(source, p)).ToDictionary(g => g.Key, g => g.Count());

            Assert.Equal([2 * replica, (2 * replica) + 1], modes.Keys.Order());

            // Of 4,000 draws, within five deviations of the half.
            Assert.All(modes.Values, count => Assert.InRange(count, 1842, 2158));
        }
    }

    [Fact]
    public void A_position_is_its_own_sample_and_what_measures_go_by_is_even()
    {
        var (sharded, even) = (Source(Run), DataSources.Evenly(Run, RunParts.BuiltIn, new DataCatalog([], [])));

        Assert.Equal(1_000_000_007, sharded.IndexAt(1_000_000_007));
        Assert.Equal(8, Enumerable.Range(0, Run.Batch * 20).Select(p => ModeOf(even, p)).Distinct().Count());
        Assert.Equal(Sample(Source(Run with { Shards = new() }), 5), Sample(even, 5));
    }

    [Fact]
    public void The_modes_that_a_configuration_is_checked_by_are_the_mixtures()
    {
        foreach (var mixture in MixtureSpec.All)
        {
            Assert.Equal(mixture.Means.Count, DataFacts.Of(mixture.Name)!.Modes);
        }
    }

    private static IDataSource Source(RunConfiguration run) => DataSources.Training(run, RunParts.BuiltIn, new DataCatalog([], []));

    private static float[] Sample(IDataSource source, long position)
    {
        var sample = new float[2];
        source.Copy(source.IndexAt(position), sample);
        return sample;
    }

    private static int ModeOf(IDataSource source, long position)
    {
        var sample = Sample(source, position);
        var means = MixtureSpec.Ring8.Means;
        return Enumerable.Range(0, means.Count).MinBy(i =>
            Math.Pow(means[i].X - (sample[0] * MixtureSpec.Ring8.Scale), 2) + Math.Pow(means[i].Y - (sample[1] * MixtureSpec.Ring8.Scale), 2));
    }
}
