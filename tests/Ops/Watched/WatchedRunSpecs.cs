using GanCluster.Ops.Tests.Grafana;
using GanCluster.Ops.Tests.Prometheus;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Watched;

public sealed class WatchedRunSpecs
{
    private const string Missing = "GanClusterWorkerMissing";

    /// <summary>Of images: so that what only an evaluation or a checkpoint brings is there within seconds.</summary>
    private const string Often = "2560";

    /// <summary>Queries that a run without faults has no answer to.</summary>
    private static readonly string[] Unanswered = [];

    [ToolFact("prometheus", "prometheus")]
    public async Task Prometheus_answers_every_query_of_ops_and_tells_of_a_killed_worker()
    {
        using var folder = new TemporaryFolder();
        using var data = new TemporaryFolder();
        using var run = TrainingRun.Start(
            folder.Path, "ring8", "--nodes", "2", "--steps", "1e9", "--out", folder.Below("watched"), "--set", "replicas=4",
            "--set", "batch=16", "--set", "network.width=32", "--set", $"evaluateEvery={Often}",
            "--set", $"checkpointEvery={Often}");
        using var prometheus = PrometheusServer.Start(folder.Path, data.Path);
        try
        {
            await prometheus.Until(async () => await WithoutAnswer(prometheus, run));
            Assert.False(await prometheus.IsFiring(Missing));

            TrainingRun.KillNode(run.WorkerNodes[0]);

            await prometheus.Until(async () => await prometheus.IsFiring(Missing) ? [] : [Missing]);
            foreach (var query in Dashboard.Annotations)
            {
                Assert.True(await prometheus.Answers(Filled(query.Text)), query.Text);
            }
        }
        catch (Exception e) when (e is Xunit.Sdk.XunitException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{e.Message}\nthe run said\n{run.Said}", e);
        }
    }

    private static async Task<IReadOnlyList<string>> WithoutAnswer(PrometheusServer prometheus, TrainingRun run)
    {
        Assert.False(run.HasEnded, "the run ended");
        var operands = Alerts.All.SelectMany(rule => Alerts.QueryOf(rule).Selectors).Select(selector => selector.Text);
        var missing = new List<string>();
        foreach (var query in Dashboard.Targets.Select(target => Filled(target.Query.Text)).Concat(operands).Except(Unanswered))
        {
            if (!await prometheus.Answers(query))
            {
                missing.Add(query);
            }
        }

        return missing;
    }

    private static string Filled(string query) => query
        .Replace("$run", "ring8", StringComparison.Ordinal)
        .Replace("$__rate_interval", "10s", StringComparison.Ordinal);
}
