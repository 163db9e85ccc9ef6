using GanCluster.Ops.Tests.Grafana;
using GanCluster.Ops.Tests.Prometheus;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Watched;

/// <summary>A run that collapses at step 50 (tests/FaultyGan), with a check every 8 steps and a Prometheus that asks as seldom as
/// ops/ tells it to.</summary>
public sealed class HealthAlarmSpecs
{
    private const string Healthy = """gancluster_health{state="healthy"} == 1""";
    private const string Alarm = """gancluster_health{state="alarm"} == 1""";
    private const string Alert = "GanClusterHealthAlarm";
    private static readonly TimeSpan Seen = TimeSpan.FromSeconds(15);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "FaultyGan.dll");
    private static readonly string RunFile = Path.Combine(AppContext.BaseDirectory, "collapsing.json");

    [ToolFact("prometheus", "prometheus")]
    public async Task Prometheus_sees_a_collapse_within_fifteen_seconds_of_the_verdict()
    {
        using var folder = new TemporaryFolder();
        using var data = new TemporaryFolder();
        using var run = TrainingRun.Start(
            Program, [("FAULTY_STEP_MS", "30")], folder.Path, "train", RunFile, "--nodes", "0", "--steps", "1e6", "--seed", "1",
            "--out", folder.Below("collapsing"), "--set", "health.onAlarm=note");
        using var prometheus = PrometheusServer.Start(folder.Path, data.Path, atOwnPace: true);
        try
        {
            await prometheus.Until(async () => Missing(run, await prometheus.Answers(Healthy), Healthy));
            Assert.False(await prometheus.Answers(Alarm), "alarmed before it was known to be healthy");
            await prometheus.Until(() => Task.FromResult(
                Missing(run, run.Said.Contains(": alarm: collapse", StringComparison.Ordinal), "the run's own word of it")));

            await prometheus.Until(async () => Missing(run, await prometheus.Answers(Alarm), Alarm), Seen);

            await prometheus.Until(async () => Missing(run, await prometheus.IsFiring(Alert), Alert));
            foreach (var mark in Dashboard.All.Values.Select(dashboard => dashboard.Annotations.Single(IsOfHealth)))
            {
                Assert.True(await prometheus.Answers(Dashboard.Filled(mark.Text, ".+")), mark.Text);
            }
        }
        catch (Exception e) when (e is Xunit.Sdk.XunitException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{e.Message}\nthe run said\n{run.Said}", e);
        }
    }

    private static bool IsOfHealth(Query query) => query.Selectors.Any(selector => selector.Metric == "gancluster_health");

    private static IReadOnlyList<string> Missing(TrainingRun run, bool isThere, string what)
    {
        Assert.False(run.HasEnded, "the run ended");
        return isThere ? [] : [what];
    }
}
