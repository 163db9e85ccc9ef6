using System.Text.Json;
using System.Text.Json.Nodes;
using GanCluster.Core.Health;
using GanCluster.Core.Ledger;
using GanCluster.Core.Runs;
using GanCluster.Node.Http;
using GanCluster.Node.Journal;
using GanCluster.Training.Evaluation;

namespace GanCluster.Node.Runs;

/// <summary>summary.json: what a run was, what came of it, and what can be checked against run.db and the last
/// checkpoint.</summary>
internal static class RunSummary
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    internal static JsonObject Make(
        RunRequest request,
        RunDatabase journal,
        long step,
        double imagesPerSecond,
        string weightsSha256,
        IReadOnlyList<Measure> measures,
        HealthVerdict health,
        string? end,
        Func<long, long> indexAt)
    {
        var configuration = request.Configuration;
        var rounds = journal.ReadRounds().ToList();
        var live = journal.ReadLiveRounds().ToList();
        var contributions = journal.ReadContributions().ToList();
        var plan = new SamplePlan(configuration.Replicas, configuration.Batch, configuration.DSteps);
        var ledger = LedgerAudit.Audit(plan, 0, step, Rounds(live, contributions), indexAt);
        var summary = new JsonObject
        {
            ["run"] = request.Name,
            ["seed"] = configuration.Seed,
            ["configuration"] = JsonNode.Parse(RunIdentity.CanonicalJson(configuration)),
            ["data_sha256"] = request.DataSha256,
            ["packages"] = new JsonObject(NodeTelemetry.Libraries().Select(l => KeyValuePair.Create<string, JsonNode?>(
                l.Name, l.Version))),
            ["steps"] = step,
            ["rounds"] = rounds.Count,
            ["images"] = RunLength.ImagesAfter(configuration, step),
            ["images_per_s"] = Math.Round(imagesPerSecond, 2),
            ["workers"] = Workers(contributions),
            ["faults"] = FaultKinds.Count([.. journal.ReadFaults()]),
            ["steps_redone"] = RunMarks.Number(journal, RunMarks.StepsRedone),
            ["steps_rolled_back"] = rounds.Sum(r => r.Steps) - live.Sum(r => r.Steps),
            ["samples_lost"] = ledger.Lost,
            ["samples_repeated"] = ledger.Repeated,
            ["samples_unplanned"] = ledger.Unplanned,
            ["ledger"] = new JsonArray([.. ledger.Reasons.Select(r => (JsonNode)r)]),
            ["weights_sha256"] = weightsSha256,
            ["health"] = new JsonObject
            {
                ["state"] = health.State,
                ["reason"] = health.Reason,
                ["step"] = health.Step,
                ["rollbacks"] = new JsonArray([.. journal.ReadRollbacks().Select(Rollback)]),
            },
            ["metrics"] = Metrics(measures),
        };
        if (end is not null)
        {
            summary["end"] = end;
        }

        if (request.From.Length > 0)
        {
            summary["from"] = request.From;
        }

        return summary;
    }

    /// <returns>Null if there is none, or none that is whole.</returns>
    internal static JsonObject? Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Whole or not at all: written beside its place, then renamed.</summary>
    internal static void Write(string path, JsonObject summary)
    {
        var partial = path + ".partial";
        File.WriteAllText(partial, summary.ToJsonString(Indented) + "\n");
        File.Move(partial, path, overwrite: true);
    }

    private static JsonNode Rollback(RollbackRow row) => new JsonObject
    {
        ["number"] = row.Number,
        ["from_step"] = row.FromStep,
        ["to_step"] = row.ToStep,
        ["reason"] = row.Reason,
        ["rate"] = row.Rate,
    };

    private static IEnumerable<CommittedRound> Rounds(List<RoundRow> rounds, List<Contribution> contributions)
    {
        var byRound = contributions.ToLookup(c => c.Round);
        return rounds.Select(r => new CommittedRound(r.FirstStep, (int)r.Steps, [.. byRound[r.Round]]));
    }

    private static JsonArray Workers(List<Contribution> contributions) =>
    [
        .. contributions.GroupBy(c => c.Worker).OrderBy(w => w.Key, StringComparer.Ordinal)
            .Select(w => new JsonObject { ["id"] = w.Key, ["images"] = w.Sum(c => c.Count) }),
    ];

    private static JsonArray Metrics(IReadOnlyList<Measure> measures) =>
    [
        .. measures.Select(m => new JsonObject
        {
            ["name"] = m.Name,
            ["value"] = m.Value,
            ["seed"] = m.Seed,
            ["floor"] = m.Floor,
        }),
    ];
}
