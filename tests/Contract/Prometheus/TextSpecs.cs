namespace GanCluster.Contract.Tests;

public class TextSpecs : ScrapeSpec
{
    [Fact]
    public async Task Help_and_type_come_once_for_all_of_a_metrics_series()
    {
        var steps = Meter.CreateCounter<int>("steps", null, "Steps made,\nby C:\\worker \"w\"");
        steps.Add(1, Tag("worker", "w1"));
        steps.Add(2, Tag("worker", "w2"));

        var lines = (await Scrape()).Where(line => line.Contains("steps", StringComparison.Ordinal)).ToArray();

        Assert.Equal(4, lines.Length);
        Assert.Equal(
            ["# HELP steps_total Steps made,\\nby C:\\\\worker \"w\"", "# TYPE steps_total counter"],
            lines[..2].Order(StringComparer.Ordinal));
        Assert.Equal(
            [$"steps_total{{{Scope},worker=\"w1\"}} 1", $"steps_total{{{Scope},worker=\"w2\"}} 2"],
            lines[2..].Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("worker", "w1", "worker=\"w1\"")]
    [InlineData("net.kind", "a\"b\\c\nd é", "net_kind=\"a\\\"b\\\\c\\nd é\"")]
    [InlineData("2nd", null, "_2nd=\"\"")]
    [InlineData("ok", true, "ok=\"true\"")]
    [InlineData("index", 3, "index=\"3\"")]
    [InlineData("rate", 1.5, "rate=\"1.5\"")]
    [InlineData("rate", 2.0, "rate=\"2.0\"")]
    public async Task Label_values_are_escaped_and_names_made_valid(string key, object? value, string expected)
    {
        Meter.CreateCounter<int>("steps").Add(1, Tag(key, value));

        Assert.Contains($"steps_total{{{Scope},{expected}}} 1", await Scrape());
    }

    [Fact]
    public async Task The_process_is_described_by_target_info()
    {
        Meter.CreateCounter<int>("steps").Add(1);

        var lines = await Scrape();

        Assert.Contains("# TYPE target_info gauge", lines);
        var target = Assert.Single(lines, line => line.StartsWith("target_info{", StringComparison.Ordinal));
        Assert.Contains("service_name=\"unknown_service", target, StringComparison.Ordinal);
        Assert.EndsWith("} 1", target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenMetrics_has_the_unit_the_bare_family_and_an_end()
    {
        Meter.CreateCounter<int>("sent", "By", "Sent.").Add(3);
        Meter.CreateHistogram<double>("wait", "s", null, null, new() { HistogramBucketBoundaries = [1, 2.5] }).Record(2);

        var lines = await ScrapeOpenMetrics();

        string[] expected =
        [
            "# TYPE target info", "# TYPE sent_bytes counter", "# UNIT sent_bytes bytes", "# HELP sent_bytes Sent.",
            $"sent_bytes_total{{{Scope}}} 3",
            $"wait_seconds_bucket{{{Scope},le=\"1.0\"}} 0", $"wait_seconds_bucket{{{Scope},le=\"2.5\"}} 1",
            $"wait_seconds_bucket{{{Scope},le=\"+Inf\"}} 1",
        ];
        Assert.All(expected, line => Assert.Contains(line, lines));
        Assert.Single(lines, line => line.StartsWith($"sent_bytes_created{{{Scope}}} ", StringComparison.Ordinal));
        Assert.Equal("# EOF", lines[^1]);
    }

    [Theory]
    [InlineData("text/plain", "text/plain")]
    [InlineData("*/*", "text/plain")]
    [InlineData("text/plain;version=0.0.4;q=0.5,application/openmetrics-text;version=1.0.0", "application/openmetrics-text")]
    [InlineData("application/openmetrics-text;q=0.2,text/plain;version=0.0.4;q=0.3", "text/plain")]
    public async Task The_scraper_chooses_the_format(string accept, string expected)
    {
        Meter.CreateCounter<int>("steps").Add(1);

        Assert.Equal(expected, (await Ask(accept)).Type.MediaType);
    }

    private static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);
}
