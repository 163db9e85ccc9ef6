using System.Text.Json;
using GanCluster.Ops.Tests.Grafana;
using GanCluster.Ops.Tests.Prometheus;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Watched;

/// <summary>A real Prometheus that watches a coordinator and two worker nodes.</summary>
public sealed class WatchedRunSpecs
{
    private const string Missing = "GanClusterWorkerMissing";

    /// <summary>Of images: so that what only an evaluation or a checkpoint brings is there within seconds.</summary>
    private const string Often = "2560";

    /// <summary>What a run without GPUs, with one coordinator, does not have.</summary>
    private static readonly HashSet<string> NotHere = [.. ForeignMetrics.OfDcgm, "gancluster_coordinator_acting"];

    /// <summary>The queries of every panel.</summary>
    private static readonly IReadOnlyList<Query> Panels =
        [.. Dashboard.All.Values.SelectMany(dashboard => dashboard.Targets).Select(target => target.Query)];

    [ToolFact("prometheus", "prometheus")]
    public async Task Prometheus_answers_every_query_of_ops_and_tells_of_a_killed_worker()
    {
        using var folder = new TemporaryFolder();
        using var data = new TemporaryFolder();
        using var run = TrainingRun.Start(
            folder.Path, "train", "ring8", "--nodes", "2", "--steps", "1e9", "--out", folder.Below("watched"), "--set", "replicas=4",
            "--set", "sync=parameters", "--set", "syncEvery=5",
            "--set", "batch=16", "--set", "network.width=32", "--set", $"evaluateEvery={Often}",
            "--set", $"checkpointEvery={Often}");
        using var prometheus = PrometheusServer.Start(folder.Path, data.Path);
        try
        {
            await prometheus.Until(async () => await WithoutAnswer(prometheus, run));
            await ShowNothingElse(prometheus);
            Assert.False(await prometheus.IsFiring(Missing));

            TrainingRun.KillNode(run.WorkerNodes[0]);

            await prometheus.Until(async () => await prometheus.IsFiring(Missing) ? [] : [Missing]);
            await prometheus.Until(() => Unmarked(prometheus, "ALERTS", "gancluster_faults_total"));

            using var late = TrainingRun.Start(folder.Path, "worker", "--join", AddressOf(folder.Below("watched")));
            await prometheus.Until(() => Unmarked(prometheus, "gancluster_joins_total"));
        }
        catch (Exception e) when (e is Xunit.Sdk.XunitException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{e.Message}\nthe run said\n{run.Said}", e);
        }
    }

    /// <summary>Where workers join the run of a folder.</summary>
    private static string AddressOf(string folder) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "coordinator.json"))).RootElement.GetProperty("address").GetString()!;

    private static async Task<IReadOnlyList<string>> WithoutAnswer(PrometheusServer prometheus, TrainingRun run)
    {
        Assert.False(run.HasEnded, "the run ended");
        var operands = Alerts.All.SelectMany(rule => Alerts.QueryOf(rule).Selectors).Select(selector => selector.Text);
        return await Unanswered(prometheus, Panels.Where(query => !Names(query, NotHere)).Select(Filled).Concat(operands));
    }

    /// <summary>What has no answer here is understood all the same, and so are the alerts, of which none has a reason yet. Awaited:
    /// a node that is asked every second counts as down where an answer takes longer once, on a busy machine.</summary>
    private static async Task ShowNothingElse(PrometheusServer prometheus)
    {
        var absent = Panels.Where(query => Names(query, NotHere)).Select(Filled).ToList();
        Assert.Equal(absent, await Unanswered(prometheus, absent));

        var alerts = Alerts.All.Select(rule => Alerts.QueryOf(rule).Text).ToList();
        await prometheus.Until(async () => [.. alerts.Except(await Unanswered(prometheus, alerts))]);
    }

    /// <summary>Annotations, by what they name, that mark nothing yet.</summary>
    private static Task<IReadOnlyList<string>> Unmarked(PrometheusServer prometheus, params string[] metrics) => Unanswered(
        prometheus,
        Dashboard.All.Values.SelectMany(dashboard => dashboard.Annotations).Where(query => Names(query, metrics)).Select(Filled));

    private static async Task<IReadOnlyList<string>> Unanswered(PrometheusServer prometheus, IEnumerable<string> queries)
    {
        var missing = new List<string>();
        foreach (var query in queries.Distinct(StringComparer.Ordinal))
        {
            if (!await prometheus.Answers(query))
            {
                missing.Add(query);
            }
        }

        return missing;
    }

    private static bool Names(Query query, IEnumerable<string> metrics) =>
        query.Selectors.Any(selector => metrics.Contains(selector.Metric));

    private static string Filled(Query query) => Dashboard.Filled(query.Text, "ring8");
}
