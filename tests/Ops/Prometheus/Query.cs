using System.Text.RegularExpressions;

namespace GanCluster.Ops.Tests.Prometheus;

/// <summary>A selector of a query: a metric with its matchers.</summary>
internal sealed record Selector(
    string Metric, string Text, IReadOnlyList<(string Label, string Operator, string Value)> Matchers);

/// <summary>What a PromQL expression names. Whether it is one is Prometheus's to say.</summary>
internal sealed class Query
{
    private static readonly Regex LabelLists = new(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\((?<labels>[^)]*)\)");
    private static readonly Regex Words = new(@"\b(?:and|or|unless|by|without|on|ignoring|group_left|group_right|bool|offset)\b");
    private static readonly Regex Matcher = new("""(?<label>\w+)\s*(?<operator>=~|!~|!=|=)\s*"(?<value>[^"]*)""");

    // A name that begins with a letter, not within a duration, and is no function: those are followed by a bracket.
    private static readonly Regex Metric =
        new(@"(?<![\w$\[])(?<name>[A-Za-z_]\w*)(?![\w]|\s*\()\s*(?:\{(?<matchers>[^}]*)\})?");

    internal Query(string text)
    {
        Text = text;
        var listed = LabelLists.Matches(text).SelectMany(m => m.Groups["labels"].Value.Split(','));
        Grouping = [.. listed.Select(label => label.Trim()).Where(label => label.Length > 0)];
        var rest = Words.Replace(LabelLists.Replace(text, " "), " ");
        Selectors =
        [
            .. Metric.Matches(rest).Select(m => new Selector(m.Groups["name"].Value, m.Value.Trim(), MatchersOf(m))),
        ];
    }

    internal string Text { get; }

    internal IReadOnlyList<Selector> Selectors { get; }

    /// <summary>The labels of its <c>by</c>, <c>on</c> and the like.</summary>
    internal IReadOnlyList<string> Grouping { get; }

    /// <summary>What nodes do not emit of what it names, each as a sentence.</summary>
    internal IEnumerable<string> Unknown()
    {
        foreach (var selector in Selectors)
        {
            if (!Source(selector).Has(selector.Metric))
            {
                yield return $"no metric {selector.Metric}";
            }

            foreach (var (label, how, value) in selector.Matchers.Where(m => !EmittedMetrics.TargetLabels.Contains(m.Label)))
            {
                if (how == "=" ? !Source(selector).HasValue(selector.Metric, label, value) : !Knows(selector, label))
                {
                    yield return $"no {selector.Metric} with {label}{how}\"{value}\"";
                }
            }
        }

        foreach (var label in Grouping.Where(label => !Knows(label)))
        {
            yield return $"no label {label}";
        }
    }

    /// <summary>Whether one of its metrics carries a label.</summary>
    internal bool Knows(string label) => Selectors.Any(selector => Knows(selector, label));

    private static bool Knows(Selector selector, string label) =>
        EmittedMetrics.TargetLabels.Contains(label) || Source(selector).HasLabel(selector.Metric, label);

    private static Exposition Source(Selector selector) =>
        new[] { EmittedMetrics.OfPrometheus, ForeignMetrics.All }.FirstOrDefault(others => others.Has(selector.Metric))
            ?? EmittedMetrics.All;

    private static IReadOnlyList<(string, string, string)> MatchersOf(Match metric) =>
    [
        .. Matcher.Matches(metric.Groups["matchers"].Value)
            .Select(m => (m.Groups["label"].Value, m.Groups["operator"].Value, m.Groups["value"].Value)),
    ];
}
