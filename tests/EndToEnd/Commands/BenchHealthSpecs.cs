using System.Text.Json;
using GanCluster.Core.Health;
using GanCluster.Core.Health.Recorded;
using GanCluster.Core.Runs;
using GanCluster.Node.Commands;
using GanCluster.Node.Journal;

namespace GanCluster.EndToEnd.Tests.Commands;

public sealed class BenchHealthSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_s_series_is_recorded_and_judged_as_the_run_was()
    {
        Run(8, 8, 8, 8, 3, 3, 3, 3);
        var file = _folder.Below("series.json");

        Assert.Equal((0, file), Told(await Invocation.Of($"bench health --record {_folder.Path} --out {file}")));

        var series = SeriesText.Parse(File.ReadAllText(file), file);
        Assert.Equal(("ring8", "ring8", 7UL, ""), (series.Run, series.Data, series.Seed, series.Fault));
        Assert.Equal([100, 200, 300, 400, 500, 600, 700, 800], series.Checks.Select(check => check.Step));
        Assert.Equal(
            [("modes", 3)], series.Checks[^1].Values.Select(value => (value.Key, (int)value.Value)));
        foreach (var place in new[] { file, _folder.Path })
        {
            var judged = await Invocation.Of($"bench health {place} --json");
            var json = JsonDocument.Parse(judged.Output).RootElement;

            // One is what the aim allows in thirty runs, not in fewer.
            Assert.Equal((1, 1), (judged.Code, json.GetProperty("false_alarms").GetInt32()));
            Assert.Equal(700, json.GetProperty("series")[0].GetProperty("false_alarm_step").GetInt64());
        }
    }

    [Fact]
    public async Task The_table_says_when_it_collapsed_and_when_that_was_seen()
    {
        int[] held = [8, 8, 8, 8, 3, 3, 3, 3];
        _folder.Write("many/a.json", SeriesText.Of(new RecordedSeries("ring8", "ring8", 1, "rate", 400,
            [.. held.Select((modes, i) => HealthCheck.Of((i + 1) * 100, ("modes", modes), (CollapseTruth.Held, modes)))])));

        var judged = await Invocation.Of($"bench health {_folder.Below("many")}");

        Assert.Equal(0, judged.Code);
        Assert.Matches(@"a\.json +rate +400 +500 +700 +3 +collapse: modes is 3 after 8", judged.Output);
        Assert.Matches("recall of collapses +1 of 1 +holds", judged.Output);
    }

    [Theory]
    [InlineData("bench health", "give series to judge, or --record DIR --out FILE")]
    [InlineData("bench health --record a", "--record is given without --out")]
    [InlineData("bench health a --record b --out c", "give series to judge, or --record DIR --out FILE")]
    [InlineData("bench health no-such-file", "can't read 'no-such-file'")]
    [InlineData("bench collapse ring8 --out f --set evaluateEvery=0", "makes 0 checks")]
    [InlineData("bench collapse fashion-srgan --out f", "collapsed can't be told")]
    public async Task What_cannot_be_used_is_refused(string arguments, string refusal) =>
        Assert.Contains(refusal, (await Invocation.Of(arguments)).Refusal(), StringComparison.Ordinal);

    [Fact]
    public void Bench_collapse_takes_what_the_run_is_spoilt_by_and_from_where_on()
    {
        var options = Invocation.Options<BenchCollapseOptions>(
            "bench collapse grid25 --fault starved --after 9 --seed 3 --set batch=8 --out f");

        Assert.Equal(("grid25", "Starved", 9, 3UL, "f"), (
            options.Question.Run, options.Question.Kind.ToString(), options.Question.After, options.Question.Seed, options.Out));
        Assert.Equal(["batch=8"], options.Question.Settings);
    }

    private static (int Code, string Output) Told(Invocation invocation) => (invocation.Code, invocation.Output.TrimEnd());

    private void Run(params ReadOnlySpan<int> modes)
    {
        var configuration = new RunConfiguration
        {
            Family = "mixture", Data = "ring8", Seed = 7, Replicas = 1, Batch = 1, EvaluateEvery = 100,
        };
        using var journal = RunDatabase.Open(_folder.Below("run.db"), create: true);
        journal.SetRunValue("name", "ring8");
        journal.SetRunValue(RunDatabase.ConfigurationKey, RunIdentity.CanonicalJson(configuration));
        for (var i = 0; i < modes.Length; i++)
        {
            journal.AppendMeasure(new MeasureRow((i + 1) * 100, "modes", modes[i], Seed: 1));
        }

        // Where the run was stopped: no check.
        journal.AppendMeasure(new MeasureRow((modes.Length * 100) + 50, "modes", 1, Seed: 1));
    }
}
