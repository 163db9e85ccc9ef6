using System.Text.RegularExpressions;

namespace GanCluster.Ops.Tests.Prometheus;

/// <summary>The series of Prometheus's text format: names and labels, without values.</summary>
internal sealed class Exposition
{
    private readonly ILookup<string, IReadOnlyDictionary<string, string>> _series;

    private Exposition(IEnumerable<(string Name, IReadOnlyDictionary<string, string> Labels)> series) =>
        _series = series.ToLookup(s => s.Name, s => s.Labels, StringComparer.Ordinal);

    internal static Exposition Parse(string text) => new(
        text.Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => Regex.Match(line, """^(?<name>\w+)(?:\{(?<labels>.*)\})? \S+"""))
            .Select(line => (line.Groups["name"].Value, Labels(line.Groups["labels"].Value))));

    internal bool Has(string metric) => _series.Contains(metric);

    internal bool HasLabel(string metric, string label) => _series[metric].Any(labels => labels.ContainsKey(label));

    internal bool HasValue(string metric, string label, string value) =>
        _series[metric].Any(labels => labels.TryGetValue(label, out var its) && its == value);

    private static IReadOnlyDictionary<string, string> Labels(string text) =>
        Regex.Matches(text, """(?<label>\w+)="(?<value>(?:\\.|[^"\\])*)"(?:,|$)""")
            .ToDictionary(m => m.Groups["label"].Value, m => m.Groups["value"].Value, StringComparer.Ordinal);
}
