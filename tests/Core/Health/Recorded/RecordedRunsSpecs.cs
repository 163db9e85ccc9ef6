using GanCluster.Core.Health;
using GanCluster.Core.Health.Recorded;

namespace GanCluster.Core.Tests.Health.Recorded;

/// <summary>
/// The rules on real runs that were spoilt on purpose, and on real runs that were not (<c>bench collapse</c>; docs/results.md). What the
/// thresholds were tuned by is in <c>tuned</c>; <c>unseen</c> has other seeds.
/// </summary>
public sealed class RecordedRunsSpecs
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Health", "Recorded", "series");

    [Theory]
    [InlineData("tuned", 0)]
    [InlineData("unseen", 1)]
    public void Collapses_of_mixtures_are_alarmed_in_time_and_healthy_runs_are_not(string set, int falseAlarms)
    {
        var report = Report(set, "ring8", "grid25");

        Assert.True(report.Collapses >= 10 && report.Healthy >= 8, $"{report.Collapses} collapses, {report.Healthy} healthy");
        Assert.Equal((report.Collapses, falseAlarms), (report.Alarmed, report.False));
        Assert.True(report.Slowest <= HealthReport.LongestDelay, $"{report.Slowest} checks");
    }

    /// <summary>All aims but one: two streams of images that were starved are alarmed a check later than is aimed at.</summary>
    [Fact]
    public void Every_collapse_that_the_rules_were_not_tuned_by_is_alarmed_two_of_them_a_check_late_with_one_false_alarm()
    {
        var report = Report("unseen", "ring8", "grid25", "fashion-mnist");

        Assert.Equal((35, 35, 34, 1), (report.Collapses, report.Alarmed, report.Healthy, report.False));
        string[] late = [.. report.Alarms.Where(alarm => alarm.Delay > HealthReport.LongestDelay).Select(alarm => Text(alarm))];
        Assert.Equal(["fashion-vanilla starved 114: 4", "fashion-vanilla starved 115: 4"], late);
        Assert.All(
            report.Aims().Where(aim => !aim.Aim.StartsWith("slowest", StringComparison.Ordinal)),
            aim => Assert.True(aim.Holds, $"{aim.Aim}: {aim.Figure}"));

        static string Text(AlarmOutcome alarm) => $"{alarm.Series.Run} {alarm.Series.Fault} {alarm.Series.Seed}: {alarm.Delay}";
    }

    [Fact]
    public void Of_images_a_starved_stream_is_alarmed_by_the_classes_that_are_gone() => Assert.All(
        Report("tuned", "fashion-mnist").Alarms.Concat(Report("unseen", "fashion-mnist").Alarms)
            .Where(alarm => alarm.Series.Fault == "starved"),
        alarm => Assert.StartsWith("collapse: classes is ", alarm.Alarm?.Reason, StringComparison.Ordinal));

    /// <summary>Long enough for nothing more to be gained: thirty spikes in the losses, one at a time.</summary>
    [Fact]
    public void The_stop_rule_fires_within_no_spike_and_keeps_what_is_near_the_best()
    {
        var report = Report("long", spikes: 30, "ring8");

        Assert.True(report.Stops.Length >= 30 && report.Stops.All(stop => stop.Stopped is not null), $"{report.Stops.Length} series");
        Assert.All(report.Aims(), aim => Assert.True(aim.Holds, $"{aim.Aim}: {aim.Figure}"));
    }

    /// <summary>The patience was chosen by two of the first thirty, which gain again after a rest; by none of the others.</summary>
    [Theory]
    [InlineData("spiked")]
    [InlineData("late")]
    public void Over_thirty_runs_the_stop_rule_fires_within_no_spike_and_keeps_what_is_near_the_best(string set)
    {
        var report = Report(set, spikes: 30, "ring8");

        Assert.Equal((900, 30, 0), (report.Stops.Length, report.Healthy, report.False));
        Assert.All(report.Stops, ItKeepsWhatItShould);
    }

    private static void ItKeepsWhatItShould(StopOutcome stop)
    {
        Assert.False(stop.InSpike, $"{stop.Series.Seed} ended within a spike, at {stop.Stopped}");
        Assert.True(stop.KeptOfBest >= HealthReport.LeastKept, $"{stop.Series.Seed} keeps {stop.KeptOfBest} of its best");
    }

    private static HealthReport Report(string set, params string[] data) => Report(set, spikes: 1, data);

    private static HealthReport Report(string set, int spikes, params string[] data)
    {
        var series = Directory.EnumerateFiles(Path.Combine(Folder, set), "*.json")
            .Order(StringComparer.Ordinal)
            .Select(file => SeriesText.Parse(File.ReadAllText(file), file))
            .Where(one => data.Contains(one.Data))
            .ToList();
        return HealthReport.Of(series, HealthOptions.Default, spikes, name => name == "ring8" ? 8 : name == "grid25" ? 25 : null);
    }
}
