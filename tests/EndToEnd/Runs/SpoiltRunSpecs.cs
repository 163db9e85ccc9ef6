using System.Diagnostics;
using GanCluster.Core.Health.Recorded;
using GanCluster.EndToEnd.Tests.Commands;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>
/// The generator of tests/FaultyGan, whose weight rises by the learning rate: of 0.001 it would not drop its modes before the end, and
/// of ten times that from step 48 on it does at step 94. A check every 8 steps.
/// </summary>
[Collection(RunCollection.Name)]
public sealed class SpoiltRunSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_that_was_spoilt_goes_back_to_what_it_held_and_is_sound_to_its_end()
    {
        var ran = await Collapse("--json");

        Assert.Equal(0, ran.Code);
        var back = Assert.Single(ran.Json.GetProperty("rollbacks").EnumerateArray());
        Assert.Equal(
            (112, 120, 88),
            (back.GetProperty("alarm_step").GetInt32(), back.GetProperty("from_step").GetInt32(), back.GetProperty("to_step").GetInt32()));
        foreach (var measure in new[] { "held", "modes" })
        {
            var recovery = ran.Json.GetProperty(measure);
            Assert.Equal([8, 1, 8], new[] { "before", "collapsed", "end" }.Select(when => recovery.GetProperty(when).GetInt32()));
        }

        Assert.Equal(136, ran.Json.GetProperty("steps").GetInt32());
        var series = Series();
        Assert.Equal(Enumerable.Range(1, 14).Select(i => 8L * i), series.Checks.Select(check => check.Step));
        Assert.Equal([8, 1, 1, 1], series.Checks[^4..].Select(check => check.Values[CollapseTruth.Held]));
    }

    [Fact]
    public async Task Told_to_stop_it_ends_where_a_run_does_and_the_series_is_there()
    {
        var ran = await Collapse("--set", "health.onAlarm=stop");

        Assert.Equal(
            [
                _folder.Below("series.json"),
                "held in truth: 8 before the fault, 1 when it was noticed, 1 at step 120: 0.125 of it",
                "modes at checks: 8 before the fault, 1 when it was noticed, 1 at step 120: 0.125 of it",
                "failed: collapse: modes is 1 after 8, 3 checks running (step 112)",
            ],
            ran.Output.TrimEnd().Split('\n'));
        Assert.Equal((1, 15), (ran.Code, Series().Checks.Length));
    }

    private RecordedSeries Series() => SeriesText.Parse(File.ReadAllText(_folder.Below("series.json")), "series.json");

    private async Task<Ran> Collapse(params string[] options)
    {
        using var process = NodeProcess.Start(
            new ProcessStartInfo(
                NodeProcess.Host,
                [
                    Path.Combine(AppContext.BaseDirectory, "FaultyGan.dll"), "bench", "collapse",
                    Path.Combine(AppContext.BaseDirectory, "collapsing.json"), "--fault", "rate", "--after", "6", "--seed", "1",
                    "--set", "optimizer.g=0.001", "--set", "health.rate=1", "--set", "horizon=3264",
                    "--out", _folder.Below("series.json"), .. options,
                ])
            {
                WorkingDirectory = _folder.Path,
            },
            new Dictionary<string, string>(StringComparer.Ordinal));
        return await process.Exit();
    }
}
