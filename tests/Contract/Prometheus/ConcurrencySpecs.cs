namespace GanCluster.Contract.Tests;

public class ConcurrencySpecs : ScrapeSpec
{
    [Fact]
    public async Task Scrapes_at_once_are_each_whole()
    {
        const int Series = 200;
        var steps = Meter.CreateCounter<int>("steps");
        var wait = Meter.CreateHistogram<int>("wait");
        using var end = new CancellationTokenSource();
        var busy = Task.Run(() =>
        {
            for (var i = 0; i < Series || !end.IsCancellationRequested; i++)
            {
                steps.Add(1, KeyValuePair.Create("worker", (object?)(i % Series)));
                wait.Record(i % 100);
            }
        });

        var answers = await Task.WhenAll(Enumerable.Range(0, 48).Select(i => i % 2 == 0 ? Scrape() : ScrapeOpenMetrics()));

        await end.CancelAsync();
        await busy;
        Assert.All(answers, (lines, i) =>
        {
            Assert.Equal(i % 2, lines.Count(line => line == "# EOF"));
            var families = lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).ToArray();
            Assert.Equal(families.Distinct(StringComparer.Ordinal), families);
            var series = lines.Where(line => line[0] != '#').Select(line => line[..line.LastIndexOf(' ')]).ToArray();
            Assert.Equal(series.Distinct(StringComparer.Ordinal), series);
            Assert.Equal(Value(lines, "wait_count"), Value(lines, "wait_bucket", "le=\"+Inf\""));
        });
        Assert.Equal(Series, (await Scrape()).Count(line => line.StartsWith("steps_total", StringComparison.Ordinal)));
    }

    private static string? Value(string[] lines, params string[] parts) => lines
        .FirstOrDefault(line => parts.All(part => line.Contains(part, StringComparison.Ordinal)))?.Split(' ')[^1];
}
