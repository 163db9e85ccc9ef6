using System.Globalization;
using System.Text.RegularExpressions;
using OpenTelemetry.Metrics;

namespace OpenTelemetry.Exporter.Prometheus;

internal static partial class Labels
{
    public static string Of(Metric metric, ReadOnlyTagCollection tags)
    {
        List<KeyValuePair<string, object?>> labels = [new("otel_scope_name", metric.MeterName)];
        if (!string.IsNullOrEmpty(metric.MeterVersion))
        {
            labels.Add(new("otel_scope_version", metric.MeterVersion));
        }
        foreach (var tag in tags)
        {
            labels.Add(tag);
        }
        return Of(labels);
    }

    /// <summary>Without braces. Keys that become one name are one label, its values joined in the order of the keys.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, object?>> labels) => string.Join(',', labels
        .GroupBy(label => Name(label.Key), StringComparer.Ordinal)
        .Select(same => (same.Key, Values: same.OrderBy(label => label.Key, StringComparer.Ordinal).Select(Value)))
        .Select(label => $"{label.Key}=\"{Escape(string.Join(';', label.Values))}\""));

    private static string Escape(string value) =>
        value.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Name(string key)
    {
        var name = Other().Replace(key, "_");
        return name.Length > 0 && char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }

    private static string Value(KeyValuePair<string, object?> label) => label.Value switch
    {
        bool value => value ? "true" : "false",
        double value => Numbers.Canonical(value),
        float value => Numbers.Canonical(value),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var value => value?.ToString() ?? "",
    };

    // An underscore before what is replaced serves for it.
    [GeneratedRegex("_?[^a-zA-Z0-9_]+", RegexOptions.None, 1000)]
    private static partial Regex Other();
}
