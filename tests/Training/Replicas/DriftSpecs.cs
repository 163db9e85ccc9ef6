using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Training.Tests.Replicas;

public class DriftSpecs
{
    private static readonly StepSpan Steps = new(0, 5);
    private static readonly RunConfiguration Run = Runs.Mixture with { Replicas = 3, Sync = SyncMode.Parameters, SyncEvery = 5 };

    [Fact]
    public void Drift_is_the_replicas_distance_from_their_mean_by_its_norm()
    {
        using var replica = Runs.Replica(Run);
        using var one = replica.Rent(replica.Lengths.State);
        using var sum = replica.Rent(replica.Lengths.State);
        var weights = new List<double[]>();
        replica.Begin();
        for (var r = 0; r < Run.Replicas; r++)
        {
            Assert.Null(replica.LocalSteps(Steps, r, one.Memory, () => { }));
            weights.Add(Weights(one.Memory.Span, replica.Lengths.Generator, replica.Lengths.Discriminator));
            for (var i = 0; i < one.Memory.Length; i++)
            {
                sum.Memory.Span[i] += one.Memory.Span[i];
            }
        }

        replica.Average(Steps, sum.Memory);

        var mean = Enumerable.Range(0, weights[0].Length).Select(i => weights.Average(w => w[i])).ToArray();
        var apart = weights.Average(w => w.Zip(mean, (a, b) => (a - b) * (a - b)).Sum());
        var drift = Math.Sqrt(apart / mean.Sum(m => m * m));
        Assert.InRange(drift, 1e-4, 1);
        Assert.All([0, 1, 2], r => Assert.Equal(drift, replica.Report(r, Steps.Count).Statistics.Drift, tolerance: 1e-3 * drift));
    }

    [Fact]
    public void Its_bits_do_not_depend_on_who_computes() => Assert.Single(new[] { 1, 2, 3 }.Select(workers =>
    {
        using var team = new Team(Run, workers);
        team.Round(Steps);
        return team.First.Report(0, Steps.Count).Statistics.Drift;
    }).Distinct());

    [Fact]
    public void Replicas_that_go_apart_for_longer_drift_further()
    {
        Assert.True(After(steps: 20) > 1.2 * After(steps: 2));

        static double After(int steps)
        {
            using var team = new Team(Run, workers: 1);
            team.Round(new StepSpan(0, steps));
            return team.First.Report(0, steps).Statistics.Drift;
        }
    }

    [Fact]
    public void Where_nothing_is_averaged_there_is_none()
    {
        Assert.Equal(double.NaN, After(Run with { Replicas = 1 }));
        Assert.Equal(double.NaN, After(Run with { LocalFrom = 0.5 }));
        Assert.Equal(double.NaN, After(Run with { Sync = SyncMode.Gradients }));

        static double After(RunConfiguration run)
        {
            using var team = new Team(run, workers: 1);
            team.Round(Steps);
            return team.First.Report(0, Steps.Count).Statistics.Drift;
        }
    }

    /// <summary>G's and D's, of a state: G, its moments, D, its moments.</summary>
    private static double[] Weights(ReadOnlySpan<float> state, int g, int d) =>
        [.. state[..g].ToArray().Concat(state.Slice(3 * g, d).ToArray()).Select(w => (double)w)];
}
