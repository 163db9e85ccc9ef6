namespace GanCluster.Simulation.Tests;

public class SimulationSpecs
{
    private const int Seeds = 250;

    [Fact]
    public void Faults_change_nothing_that_a_run_computes()
    {
        var (crashes, hangs, messages, faults, dropped) = (0, 0, 0L, 0, 0L);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var run = Simulation.Run(SimulationCase.Of(seed), Simulation.Real);
            Assert.True(run.Violations.Count == 0, $"seed {seed}: {string.Join("; ", run.Violations)}");
            (crashes, hangs, messages) = (crashes + run.Crashes, hangs + run.Hangs, messages + run.Messages);
            (faults, dropped) = (faults + run.State.Faults, dropped + run.State.Dropped);
        }

        // What the cases exercised; if one of these falls, the simulation has become tame.
        Assert.True(crashes > Seeds, $"{crashes} crashes");
        Assert.True(hangs > Seeds, $"{hangs} hangs");
        Assert.True(messages > 10 * Seeds, $"{messages} messages lost or repeated");
        Assert.True(faults > Seeds, $"{faults} faults counted");
        Assert.True(dropped > Seeds, $"{dropped} messages dropped as stale");
    }

    [Fact]
    public void A_seed_always_gives_the_same_run()
    {
        var first = Simulation.Run(SimulationCase.Of(7), Simulation.Real);
        var second = Simulation.Run(SimulationCase.Of(7), Simulation.Real);

        Assert.Equal(first.Committed, second.Committed);
        Assert.Equal((first.Crashes, first.Messages, first.State.Dropped),
            (second.Crashes, second.Messages, second.State.Dropped));
    }

    [Fact]
    public void A_coordinator_that_accepts_stale_reports_is_caught() =>
        AssertCaught((start, options, effects) => new AcceptsStaleReports(start, options, effects), "counts what");

    [Fact]
    public void A_coordinator_that_commits_by_majority_is_caught() =>
        AssertCaught((start, options, effects) => new CommitsByMajority(start, options, effects), "positions lost");

    [Fact]
    public void A_coordinator_that_forgets_lost_replicas_is_caught() =>
        AssertCaught((start, options, effects) => new ForgetsLostReplicas(start, options, effects), "other weights");

    [Fact]
    public void A_coordinator_that_waits_for_ever_is_caught() =>
        AssertCaught((start, options, effects) => new WaitsForEver(start, options, effects), "no progress");

    /// <summary>The checker can fail: some seed finds the spoilt rule.</summary>
    private static void AssertCaught(CoordinatorFactory create, string violation) => Assert.True(
        Enumerable.Range(0, Seeds).Any(seed => Simulation.Run(SimulationCase.Of(seed), create).Violations
            .Any(v => v.Contains(violation, StringComparison.Ordinal))),
        $"none of {Seeds} seeds found it");
}
