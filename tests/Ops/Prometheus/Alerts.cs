using GanCluster.Ops.Tests.Setup;
using YamlDotNet.RepresentationModel;

namespace GanCluster.Ops.Tests.Prometheus;

/// <summary>The rules of ops/prometheus/alerts.yml.</summary>
internal static class Alerts
{
    internal const string File = "ops/prometheus/alerts.yml";

    internal static IReadOnlyList<YamlNode> All { get; } =
        [.. Yaml.Parse(Repository.Read(File)).At("groups").Items().SelectMany(group => group.At("rules").Items())];

    internal static string NameOf(YamlNode rule) => rule.At("alert").Text()!;

    internal static Query QueryOf(YamlNode rule) => new(rule.At("expr").Text()!);
}
