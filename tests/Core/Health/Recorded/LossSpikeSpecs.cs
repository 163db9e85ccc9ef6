using GanCluster.Core.Health;
using GanCluster.Core.Health.Recorded;

namespace GanCluster.Core.Tests.Health.Recorded;

public sealed class LossSpikeSpecs
{
    private static readonly StopOptions Options = StopOptions.OfMixture(8);

    [Fact]
    public void A_spike_changes_the_loss_of_one_or_two_checks_by_ten_deviations_or_more() => Assert.All(
        Enumerable.Range(0, 50),
        number =>
        {
            var series = Flat(40);
            var spike = LossSpike.Into(series, (ulong)number, Options);

            var changed = series.Checks.Zip(spike.Series.Checks).Where(pair => pair.First != pair.Second).ToList();
            Assert.InRange(changed.Count, 1, 2);
            Assert.All(changed, pair => Assert.True(
                Math.Abs(pair.Second.Values[HealthCheck.LossD] - pair.First.Values[HealthCheck.LossD]) >= 0.1));
            Assert.All(changed, pair => Assert.Contains(pair.First.Step, spike.Checks));
            Assert.InRange(changed[0].First.Step, 11, 40);
        });

    [Fact]
    public void The_same_number_gives_the_same_spike_and_another_another()
    {
        var series = Flat(40);
        var steps = Enumerable.Range(0, 20).Select(number => LossSpike.Into(series, (ulong)number, Options).Checks.Min()).ToList();

        Assert.Equal(steps, Enumerable.Range(0, 20).Select(number => LossSpike.Into(series, (ulong)number, Options).Checks.Min()));
        Assert.True(steps.Distinct().Count() > 5);
    }

    /// <summary>Nothing to gain from the first check on: the rule fires at the 17th, and the run ends where that acts.</summary>
    [Theory]
    [InlineData(17, true)]
    [InlineData(18, false)]
    public void A_stop_is_told_to_be_within_a_spike_and_keeps_the_next_check(long within, bool isWithin)
    {
        var series = Flat(40);
        var rising = series with
        {
            Checks = [.. series.Checks.Select(check => check.Step < 18 ? check : check with { Values = check.Values.SetItem("modes", 4) })],
        };

        var outcome = StopOutcome.Of(rising, new HashSet<long> { within }, HealthOptions.Default, Options);

        Assert.Equal((17L, isWithin, 0.5), (outcome.Stopped, outcome.InSpike, outcome.KeptOfBest));
    }

    private static RecordedSeries Flat(int checks) => new(
        "ring8", "ring8", Seed: 1, "", FaultStep: null,
        [
            .. Enumerable.Range(1, checks).Select(step =>
                HealthCheck.Of(step, ("modes", 8), ("high_quality_share", 0.9), ("loss_d", 1 + (0.01 * (step % 3))))),
        ]);
}
