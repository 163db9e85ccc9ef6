using System.Text.Json;
using GanCluster.Ops.Tests.Prometheus;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Grafana;

/// <param name="Legend">May name labels, as in <c>{{kind}}</c>.</param>
internal sealed record Target(string Panel, Query Query, string Legend);

/// <summary>The only dashboard.</summary>
internal static class Dashboard
{
    internal const string File = "ops/grafana/dashboards/training.json";

    internal static JsonElement Root { get; } = JsonDocument.Parse(Repository.Read(File)).RootElement;

    internal static IReadOnlyList<JsonElement> Panels { get; } = [.. Root.GetProperty("panels").EnumerateArray()];

    internal static IReadOnlyList<JsonElement> Charts { get; } = [.. Panels.Where(panel => TypeOf(panel) != "row")];

    internal static IReadOnlyList<Target> Targets { get; } =
    [
        .. Charts.SelectMany(panel => panel.GetProperty("targets").EnumerateArray().Select(target => new Target(
            TitleOf(panel),
            new Query(target.GetProperty("expr").GetString()!),
            target.GetProperty("legendFormat").GetString()!))),
    ];

    internal static IReadOnlyList<Query> Annotations { get; } =
    [
        .. Root.GetProperty("annotations").GetProperty("list").EnumerateArray()
            .Select(annotation => new Query(annotation.GetProperty("expr").GetString()!)),
    ];

    internal static string TypeOf(JsonElement panel) => panel.GetProperty("type").GetString()!;

    internal static string TitleOf(JsonElement panel) => panel.GetProperty("title").GetString()!;
}
