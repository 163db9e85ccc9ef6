using System.Globalization;
using System.Text.Json.Nodes;

namespace GanCluster.Node.Chaos;

/// <summary>What a run was worth that was struck again and again.</summary>
/// <param name="Summary">The run's own.</param>
/// <param name="QuietSha256">The weights of a run of as many steps that nothing was done to.</param>
/// <param name="EndedByThemselves">Nodes that nobody had struck.</param>
internal sealed record ChaosOutcome(
    IReadOnlyList<Recovery> Recoveries, JsonObject Summary, string QuietSha256, IReadOnlyList<string> EndedByThemselves, int Surviving)
{
    internal IReadOnlyList<string> Violations
    {
        get
        {
            var violations = new List<string>(EndedByThemselves.Select(node => $"{node} ended although nothing was done to it"));
            foreach (var key in new[] { "samples_lost", "samples_repeated", "samples_unplanned" })
            {
                if (Summary[key]!.GetValue<long>() is var count and not 0)
                {
                    violations.Add(string.Create(CultureInfo.InvariantCulture, $"{key} is {count}"));
                }
            }

            if (WeightsSha256 != QuietSha256)
            {
                violations.Add($"the weights are {WeightsSha256}, and the quiet run's {QuietSha256}");
            }

            return violations;
        }
    }

    private string WeightsSha256 => (string)Summary["weights_sha256"]!;

    internal JsonObject ToJson()
    {
        var kinds = new JsonObject();
        foreach (var kind in Recoveries.GroupBy(r => r.Strike.Kind).OrderBy(kind => kind.Key))
        {
            kinds[kind.Key.Name()] = kind.Count();
        }

        var json = new JsonObject { ["events"] = Recoveries.Count, ["kinds"] = kinds };
        foreach (var key in new[] { "run", "seed", "steps", "rounds", "samples_lost", "samples_repeated", "samples_unplanned", "steps_redone", "faults" })
        {
            json[key] = Summary[key]?.DeepClone();
        }

        json["weights_sha256"] = WeightsSha256;
        json["quiet_weights_sha256"] = QuietSha256;
        json["surviving_nodes"] = Surviving;
        json["worker_killed"] = Times(ChaosKind.KillWorker);
        json["worker_halted"] = Times(ChaosKind.HaltWorker);
        json["coordinator_killed"] = Times(ChaosKind.KillCoordinator);
        json["coordinator_halted"] = Times(ChaosKind.HaltCoordinator);
        json["log"] = new JsonArray([.. Recoveries.Select(Log)]);
        json["violations"] = new JsonArray([.. Violations.Select(v => (JsonNode)v)]);
        return json;
    }

    internal IEnumerable<string> Lines()
    {
        foreach (var r in Recoveries)
        {
            var took = r.Took is { } t ? string.Create(CultureInfo.InvariantCulture, $", went on after {t.TotalSeconds:0.00} s") : "";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{r.Strike.At:HH:mm:ss.fff} {r.Strike.Kind.Name()} {r.Strike.Node}{took}{(r.Alone ? "" : ", with others")}");
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Recoveries.Count} events over {Summary["steps"]} steps: {Summary["samples_lost"]} samples lost, "
            + $"{Summary["samples_repeated"]} repeated, {Summary["steps_redone"]} steps computed again");
        yield return WeightsSha256 == QuietSha256 ? $"weights {WeightsSha256}, as in the quiet run" : $"weights {WeightsSha256}";
        foreach (var violation in Violations)
        {
            yield return violation;
        }
    }

    /// <summary>Of those that nothing else was done beside; by nearest rank.</summary>
    private JsonObject Times(ChaosKind kind)
    {
        var recovered = Recoveries.Where(r => r.Strike.Kind == kind && r.Took is not null).ToList();
        var alone = recovered.Where(r => r.Alone).Select(r => r.Took!.Value.TotalSeconds).Order().ToList();
        return new JsonObject
        {
            ["recovered"] = recovered.Count,
            ["alone"] = alone.Count,
            ["p50_s"] = Rank(alone, 0.5),
            ["p99_s"] = Rank(alone, 0.99),
            ["most_s"] = recovered.Count == 0 ? null : Math.Round(recovered.Max(r => r.Took!.Value.TotalSeconds), 3),
        };
    }

    private static JsonNode? Rank(List<double> ordered, double share) =>
        ordered.Count == 0 ? null : Math.Round(ordered[(int)Math.Ceiling(share * ordered.Count) - 1], 3);

    private static JsonObject Log(Recovery r) => new()
    {
        ["at"] = r.Strike.At.ToString("O", CultureInfo.InvariantCulture),
        ["event"] = r.Strike.Kind.Name(),
        ["node"] = r.Strike.Node,
        ["worker"] = r.Strike.Worker.Length == 0 ? null : r.Strike.Worker,
        ["acted"] = r.Strike.Acted,
        ["went_on_after_s"] = r.Took is { } took ? Math.Round(took.TotalSeconds, 3) : null,
        ["alone"] = r.Alone,
    };
}
