using System.Text.Json;
using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Node.Journal;

namespace GanCluster.Node.Runs;

/// <summary>A run by what it was told and what came of it, each by its name, as text.</summary>
/// <param name="Configuration">By the keys that <c>--set</c> takes.</param>
internal sealed record ComparedRun(
    string Folder, IReadOnlyDictionary<string, string> Configuration, IReadOnlyDictionary<string, string> Figures);

/// <summary>A line of a comparison: the value of each run, in their order; empty where a run has none.</summary>
internal sealed record ComparedRow(string Name, IReadOnlyList<string> Values);

/// <summary>Several runs side by side: of their configurations what differs, of their figures all.</summary>
internal sealed record RunComparison(
    IReadOnlyList<string> Folders, IReadOnlyList<ComparedRow> Configuration, IReadOnlyList<ComparedRow> Figures)
{
    internal static RunComparison Of(IReadOnlyList<ComparedRun> runs) => new(
        [.. runs.Select(run => run.Folder)],
        [.. Rows([.. runs.Select(run => run.Configuration)]).Where(row => row.Values.Distinct(StringComparer.Ordinal).Count() > 1)],
        [.. Rows([.. runs.Select(run => run.Figures)])]);

    internal JsonObject ToJson() => new()
    {
        ["folders"] = new JsonArray([.. Folders.Select(folder => (JsonNode)folder)]),
        ["configuration"] = Json(Configuration),
        ["figures"] = Json(Figures),
    };

    /// <summary>A run that has not ended has figures only as far as its journal tells them.</summary>
    /// <exception cref="UserInputException">The folder holds no run.</exception>
    internal static ComparedRun Read(string folder, string state)
    {
        var summary = RunSummary.Read(RunFiles.Summary(folder));
        if (summary is null && !File.Exists(RunFiles.Database(folder)))
        {
            throw new UserInputException($"'{folder}' holds no run: give its number or its folder, as `gancluster runs` lists them");
        }

        var figures = new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = state };
        foreach (var name in new[] { "steps", "images", "images_per_s", "faults", "steps_redone", "steps_rolled_back" })
        {
            Add(name, summary?[name]);
        }

        Add("workers", summary?["workers"]?.AsArray().Count);
        Add("health", summary?["health"]?["state"]);
        foreach (var metric in summary?["metrics"]?.AsArray() ?? [])
        {
            Add($"{metric!["name"]}", metric["value"]);
        }

        Add("weights_sha256", summary?["weights_sha256"]);
        return new ComparedRun(folder, Flat(summary?["configuration"] ?? Recorded(folder)), figures);

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
            {
                figures[name] = Text(value);
            }
        }
    }

    private static JsonNode? Recorded(string folder)
    {
        using var journal = RunDatabase.Open(RunFiles.Database(folder), create: false);
        return journal.ReadRunValues().TryGetValue(RunDatabase.ConfigurationKey, out var text) ? JsonNode.Parse(text) : null;
    }

    /// <summary>Nested keys by dots.</summary>
    private static Dictionary<string, string> Flat(JsonNode? configuration)
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("", configuration as JsonObject ?? []);
        return flat;

        void Add(string prefix, JsonObject group)
        {
            foreach (var (key, value) in group)
            {
                if (value is JsonObject nested)
                {
                    Add($"{prefix}{key}.", nested);
                }
                else
                {
                    flat[prefix + key] = value is null ? "" : Text(value);
                }
            }
        }
    }

    private static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String
        ? value.GetValue<string>()
        : value.ToJsonString();

    private static IEnumerable<ComparedRow> Rows(IReadOnlyList<IReadOnlyDictionary<string, string>> runs) => runs
        .SelectMany(run => run.Keys)
        .Distinct(StringComparer.Ordinal)
        .Select(name => new ComparedRow(name, [.. runs.Select(run => run.GetValueOrDefault(name, ""))]));

    private static JsonObject Json(IEnumerable<ComparedRow> rows) => new(rows.Select(row => KeyValuePair.Create<string, JsonNode?>(
        row.Name, new JsonArray([.. row.Values.Select(Value)]))));

    private static JsonNode? Value(string text) => text.Length == 0 ? null : text;
}
