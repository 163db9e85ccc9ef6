using GanCluster.Core.Health;
using GanCluster.Core.Health.Recorded;

namespace GanCluster.Core.Tests.Health.Recorded;

public sealed class SeriesSpecs
{
    private const long Every = 100;

    [Fact]
    public void A_series_is_read_as_it_was_written()
    {
        var series = new RecordedSeries("ring8", "ring8", ulong.MaxValue, "rate", 200,
        [
            HealthCheck.Of(100, ("modes", 8), ("loss_d", 0.693147)),
            HealthCheck.Of(200, ("modes", 8), ("loss_d", -1.5e-7), ("recall", 0.25)),
            HealthCheck.Of(300, ("loss_d", double.NaN)),
        ]);

        var read = SeriesText.Parse(SeriesText.Of(series), "a");

        Assert.Equal(series with { Checks = read.Checks }, read);
        Assert.Equal(
            series.Checks.Select(check => (check.Step, string.Join(", ", check.Values))),
            read.Checks.Select(check => (check.Step, string.Join(", ", check.Values))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"run": "ring8"}""")]
    [InlineData("""{"run": "r", "data": "d", "seed": 1, "fault": "", "fault_step": null, "names": ["a", "b"], "checks": [[1, 2]]}""")]
    public void What_is_no_series_is_refused_by_its_name(string text)
    {
        var refused = Assert.Throws<UserInputException>(() => SeriesText.Parse(text, "a"));

        Assert.StartsWith("'a' is no recorded series", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_collapsed_checks_running_are_a_collapse_since_the_first() => Assert.Equal(
        900, CollapseTruth.Onset(Held(fault: 500, 8, 8, 8, 8, 8, 5, 5, 8, 5, 5, 5, 8)));

    [Theory]
    [InlineData(5, 5)] // two, and the series is over
    [InlineData(6, 6, 6, 6)] // three quarters are left
    [InlineData(5, 5, 6, 5, 5)]
    public void Less_is_none(params int[] after) =>
        Assert.Null(CollapseTruth.Onset(Held(fault: 500, [8, 8, 8, 8, 8, .. after])));

    [Fact]
    public void What_is_no_number_is_a_collapse_at_once()
    {
        var series = Held(fault: 300, 8, 8, 8, 8);

        Assert.Equal(500, CollapseTruth.Onset(series with { Checks = [.. series.Checks, HealthCheck.Of(500, ("loss_d", double.NaN))] }));
    }

    [Fact]
    public void Without_a_fault_there_is_none() => Assert.Null(CollapseTruth.Onset(Held(fault: null, 8, 8, 8, 1, 1, 1, 1)));

    [Fact]
    public void A_delay_counts_the_checks_from_the_first_collapsed_one_to_the_alarm()
    {
        var outcome = AlarmOutcome.Of(Held(fault: 500, 8, 8, 8, 8, 8, 3, 3, 3, 3), HealthOptions.Default);

        Assert.Equal((600L, 800L, 3, null), (outcome.Collapsed, outcome.Alarm?.Step, outcome.Delay, outcome.False));
    }

    [Fact]
    public void An_alarm_before_the_fault_is_false_and_none_after_it()
    {
        var outcome = AlarmOutcome.Of(Held(fault: 700, 8, 8, 8, 3, 3, 3, 3, 3, 3, 3), HealthOptions.Default);

        Assert.Equal((600L, null), (outcome.False?.Step, outcome.Alarm));
    }

    [Fact]
    public void An_alarm_of_a_run_that_was_not_spoilt_is_false()
    {
        var outcome = AlarmOutcome.Of(Held(fault: null, 8, 8, 8, 3, 3, 3), HealthOptions.Default);

        Assert.Equal((600L, null, null), (outcome.False?.Step, outcome.Alarm, outcome.Delay));
    }

    [Fact]
    public void Aims_that_do_not_hold_are_told()
    {
        var report = HealthReport.Of(
            [Held(fault: 500, 8, 8, 8, 8, 8, 3, 3, 3), Undetected(), Held(fault: null, 8, 8, 8, 3, 3, 3), Held(null, 8, 8, 8, 3, 3, 3)],
            HealthOptions.Default, spikes: 0, _ => 8);

        Assert.Equal(
            [("recall of collapses", "1 of 2", false), ("slowest alarm, in checks", "3", true), ("false alarms", "2 of 2", false)],
            report.Aims());
    }

    /// <summary>Its checks see nothing of it.</summary>
    private static RecordedSeries Undetected()
    {
        var series = Held(fault: 500, 8, 8, 8, 8, 8, 3, 3, 3);
        return series with { Checks = [.. series.Checks.Select(check => check with { Values = check.Values.SetItem("modes", 8) })] };
    }

    private static RecordedSeries Held(long? fault, params IEnumerable<int> held) => new(
        "ring8", "ring8", Seed: 1, fault is null ? "" : "rate", fault,
        [.. held.Select((modes, i) => HealthCheck.Of((i + 1) * Every, ("modes", modes), (CollapseTruth.Held, modes), ("loss_d", 1)))]);
}
