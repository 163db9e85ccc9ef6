using System.Text.Json;
using System.Text.RegularExpressions;
using GanCluster.Ops.Tests.Prometheus;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Grafana;

/// <param name="Legend">May name labels, as in <c>{{kind}}</c>.</param>
internal sealed record Target(string Panel, Query Query, string Legend);

/// <summary>One of ops/grafana's dashboards.</summary>
internal sealed class Dashboard
{
    private Dashboard(string name)
    {
        Text = Repository.Read($"ops/grafana/dashboards/{name}.json");
        Root = JsonDocument.Parse(Text).RootElement;
        Panels = [.. Root.GetProperty("panels").EnumerateArray()];
        Charts = [.. Panels.Where(panel => TypeOf(panel) != "row")];
        Targets = [.. Charts.SelectMany(panel => panel.GetProperty("targets").EnumerateArray().Select(target => Of(panel, target)))];
        Annotations =
        [
            .. Root.GetProperty("annotations").GetProperty("list").EnumerateArray()
                .Select(annotation => new Query(annotation.GetProperty("expr").GetString()!)),
        ];
    }

    internal static IReadOnlyDictionary<string, Dashboard> All { get; } =
        Directory.GetFiles(Repository.Path("ops/grafana/dashboards"), "*.json")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .ToDictionary(name => name, name => new Dashboard(name), StringComparer.Ordinal);

    internal string Text { get; }

    internal JsonElement Root { get; }

    internal IReadOnlyList<JsonElement> Panels { get; }

    /// <summary>The panels that show something.</summary>
    internal IReadOnlyList<JsonElement> Charts { get; }

    internal IReadOnlyList<Target> Targets { get; }

    internal IReadOnlyList<Query> Annotations { get; }

    internal static string TypeOf(JsonElement panel) => panel.GetProperty("type").GetString()!;

    internal static string TitleOf(JsonElement panel) => panel.GetProperty("title").GetString()!;

    /// <summary>A query as Grafana sends it.</summary>
    internal static string Filled(string query, string run) => Regex.Replace(query, @"\$(\w+)", variable => variable.Value switch
    {
        "$run" => run,
        "$__rate_interval" => "10s",
        var other => throw new InvalidOperationException($"what is {other} of {query}?"),
    });

    private static Target Of(JsonElement panel, JsonElement target) => new(
        TitleOf(panel), new Query(target.GetProperty("expr").GetString()!), target.GetProperty("legendFormat").GetString()!);
}
