using System.Text.RegularExpressions;
using OpenTelemetry.Metrics;

namespace OpenTelemetry.Exporter.Prometheus;

/// <summary>The instruments that have one name in Prometheus, and what is said of them once.</summary>
internal sealed partial record MetricFamily(string Name, string Type, string Unit, string Help, IReadOnlyList<Metric> Metrics)
{
    private const string Total = "_total";

    /// <summary>In the order of their names. Instruments of one name but different types are left out.</summary>
    public static IEnumerable<MetricFamily> Of(IEnumerable<Metric> metrics, bool openMetrics) => metrics
        .Where(metric => metric.MetricType != MetricType.ExponentialHistogram)
        .GroupBy(metric => NameOf(metric, openMetrics), StringComparer.Ordinal)
        .Where(family => family.Select(TypeOf).Distinct(StringComparer.Ordinal).Count() == 1)
        .OrderBy(family => family.Key, StringComparer.Ordinal)
        .Select(family => new MetricFamily(
            family.Key,
            TypeOf(family.First()),
            family.Select(UnitOf).FirstOrDefault(unit => unit.Length > 0, ""),
            family.Select(metric => metric.Description).FirstOrDefault(help => !string.IsNullOrEmpty(help), ""),
            [.. family.OrderBy(metric => metric.MeterName, StringComparer.Ordinal)]));

    private static string TypeOf(Metric metric) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.Histogram => "histogram",
        _ => "gauge",
    };

    private static string UnitOf(Metric metric) => Prometheus.Unit.Words(metric.Unit ?? "");

    // OpenMetrics names a counter's family without _total, and its series with it.
    private static string NameOf(Metric metric, bool openMetrics)
    {
        var (name, unit, isCounter) = (Other().Replace(metric.Name, "_"), UnitOf(metric), TypeOf(metric) == "counter");
        if (isCounter && openMetrics && name.EndsWith(Total, StringComparison.Ordinal))
        {
            name = name[..^Total.Length];
        }
        var hasUnit = name.EndsWith(unit, StringComparison.Ordinal)
            || (isCounter && name.EndsWith(unit + Total, StringComparison.Ordinal));
        if (!hasUnit)
        {
            name += "_" + unit;
        }
        return isCounter && !openMetrics && !name.EndsWith(Total, StringComparison.Ordinal) ? name + Total : name;
    }

    [GeneratedRegex("[^a-zA-Z0-9:]+", RegexOptions.None, 1000)]
    private static partial Regex Other();
}
