namespace GanCluster.Contract.Tests;

public class NameSpecs : ScrapeSpec
{
    [Theory]
    [InlineData("gancluster.round.duration", "s", "gancluster_round_duration_seconds")]
    [InlineData("parameters.bytes", "By", "parameters_bytes")]
    [InlineData("exchanged", "By", "exchanged_bytes")]
    [InlineData("latency", "ms", "latency_milliseconds")]
    [InlineData("rate", "{image}/s", "rate_per_second")]
    [InlineData("throughput", "By/s", "throughput_bytes_per_second")]
    [InlineData("workers", "{worker}", "workers")]
    [InlineData("share", "1", "share")]
    [InlineData("generator-loss/mean", null, "generator_loss_mean")]
    public async Task A_gauge_has_its_unit_in_its_name(string name, string? unit, string expected)
    {
        Meter.CreateGauge<int>(name, unit).Record(1);

        Assert.Contains($"{expected}{{{Scope}}} 1", await Scrape());
    }

    [Theory]
    [InlineData("worker.steps", "{step}", "worker_steps_total")]
    [InlineData("steps.total", null, "steps_total")]
    [InlineData("sent", "By", "sent_bytes_total")]
    [InlineData("sent.bytes.total", "By", "sent_bytes_total")]
    [InlineData("time", "s", "time_seconds_total")]
    public async Task A_counter_ends_in_total_after_its_unit(string name, string? unit, string expected)
    {
        Meter.CreateCounter<int>(name, unit).Add(1);

        Assert.Contains($"{expected}{{{Scope}}} 1", await Scrape());
    }
}
