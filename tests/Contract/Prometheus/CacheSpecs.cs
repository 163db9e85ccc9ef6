using OpenTelemetry.Exporter;

namespace GanCluster.Contract.Tests;

public class CacheSpecs : ScrapeSpec
{
    protected override void Configure(PrometheusAspNetCoreOptions options) =>
        options.ScrapeResponseCacheDurationMilliseconds = int.MaxValue;

    [Fact]
    public async Task A_fresh_answer_is_given_again()
    {
        var steps = Meter.CreateCounter<int>("steps");
        steps.Add(1);
        Assert.Contains($"steps_total{{{Scope}}} 1", await Scrape());

        steps.Add(1);

        Assert.Contains($"steps_total{{{Scope}}} 1", await Scrape());
    }
}
