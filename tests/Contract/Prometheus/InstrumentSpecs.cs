using OpenTelemetry.Metrics;

namespace GanCluster.Contract.Tests;

public class InstrumentSpecs : ScrapeSpec
{
    protected override void Configure(MeterProviderBuilder builder) =>
        builder.AddView("round.duration", new ExplicitBucketHistogramConfiguration { Boundaries = [0.25, 1, 10] });

    [Fact]
    public async Task Each_scrape_sees_a_counter_as_it_is_then()
    {
        var counter = Meter.CreateCounter<long>("steps");

        counter.Add(3);
        Assert.Contains($"steps_total{{{Scope}}} 3", await Scrape());
        counter.Add(4);
        Assert.Contains($"steps_total{{{Scope}}} 7", await Scrape());
        Assert.Contains("# TYPE steps_total counter", await Scrape());
    }

    [Fact]
    public async Task An_observable_counter_is_asked_at_each_scrape()
    {
        var images = 0.5;
        Meter.CreateObservableCounter("images", () => images++);

        Assert.Contains($"images_total{{{Scope}}} 0.5", await Scrape());
        Assert.Contains($"images_total{{{Scope}}} 1.5", await Scrape());
    }

    [Fact]
    public async Task What_can_fall_is_a_gauge()
    {
        var open = Meter.CreateUpDownCounter<int>("connections");
        var loss = Meter.CreateGauge<double>("loss");
        Meter.CreateObservableGauge("workers", () => 4L);
        Meter.CreateObservableUpDownCounter("queued", () => 2);
        open.Add(5);
        open.Add(-7);
        loss.Record(1.25);
        loss.Record(-0.5);

        var lines = await Scrape();

        string[] expected =
        [
            "# TYPE connections gauge", $"connections{{{Scope}}} -2",
            "# TYPE loss gauge", $"loss{{{Scope}}} -0.5",
            "# TYPE workers gauge", $"workers{{{Scope}}} 4",
            "# TYPE queued gauge", $"queued{{{Scope}}} 2",
        ];
        Assert.All(expected, line => Assert.Contains(line, lines));
    }

    [Fact]
    public async Task A_histogram_counts_each_bucket_with_those_below()
    {
        var duration = Meter.CreateHistogram<double>("round.duration", "s");
        foreach (var seconds in new[] { 0.25, 0.5, 2, 3, 40 })
        {
            duration.Record(seconds, KeyValuePair.Create("outcome", (object?)"committed"));
        }

        var lines = await Scrape();

        var labels = $"{Scope},outcome=\"committed\"";
        Assert.Contains("# TYPE round_duration_seconds histogram", lines);
        Assert.Equal(
            [
                $"round_duration_seconds_bucket{{{labels},le=\"0.25\"}} 1",
                $"round_duration_seconds_bucket{{{labels},le=\"1\"}} 2",
                $"round_duration_seconds_bucket{{{labels},le=\"10\"}} 4",
                $"round_duration_seconds_bucket{{{labels},le=\"+Inf\"}} 5",
                $"round_duration_seconds_sum{{{labels}}} 45.75",
                $"round_duration_seconds_count{{{labels}}} 5",
            ],
            lines.Where(line => line.StartsWith("round_duration_seconds_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Numbers_that_are_none_are_written_as_prometheus_writes_them()
    {
        var loss = Meter.CreateGauge<double>("loss");
        foreach (var (net, value) in new[] { ("a", double.NaN), ("b", double.PositiveInfinity), ("c", double.NegativeInfinity) })
        {
            loss.Record(value, KeyValuePair.Create("net", (object?)net));
        }

        var lines = await Scrape();

        Assert.Contains($"loss{{{Scope},net=\"a\"}} NaN", lines);
        Assert.Contains($"loss{{{Scope},net=\"b\"}} +Inf", lines);
        Assert.Contains($"loss{{{Scope},net=\"c\"}} -Inf", lines);
    }
}
