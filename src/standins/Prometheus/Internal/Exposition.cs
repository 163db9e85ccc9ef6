using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace OpenTelemetry.Exporter.Prometheus;

/// <summary>Prometheus's text format 0.0.4, or OpenMetrics 1.0. Serves once.</summary>
internal sealed class Exposition(bool openMetrics)
{
    private readonly StringBuilder _text = new();

    public string Write(Resource resource, IEnumerable<Metric> metrics)
    {
        var target = openMetrics ? "target" : "target_info";
        _text.Append($"# TYPE {target} {(openMetrics ? "info" : "gauge")}\n# HELP {target} Target metadata\n");
        Line("target_info", Labels.Of(resource.Attributes.Select(a => KeyValuePair.Create(a.Key, (object?)a.Value))), "1");
        foreach (var family in MetricFamily.Of(metrics, openMetrics))
        {
            Write(family);
        }
        return _text.Append(openMetrics ? "# EOF\n" : "").ToString();
    }

    private void Write(MetricFamily family)
    {
        _text.Append($"# TYPE {family.Name} {family.Type}\n");
        if (openMetrics && family.Unit.Length > 0)
        {
            _text.Append($"# UNIT {family.Name} {family.Unit}\n");
        }
        if (family.Help.Length > 0)
        {
            _text.Append($"# HELP {family.Name} {Escape(family.Help)}\n");
        }
        foreach (var metric in family.Metrics)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                Write(family, Labels.Of(metric, point.Tags), metric.MetricType, in point);
            }
        }
    }

    private void Write(MetricFamily family, string labels, MetricType type, in MetricPoint point)
    {
        if (type == MetricType.Histogram)
        {
            WriteHistogram(family.Name, labels, in point);
        }
        else
        {
            Line(family.Name + (openMetrics && family.Type == "counter" ? "_total" : ""), labels, Value(type, in point));
        }
        if (openMetrics && family.Type != "gauge")
        {
            var seconds = (point.StartTime - DateTimeOffset.UnixEpoch).TotalSeconds;
            Line(family.Name + "_created", labels, Numbers.Text(seconds));
        }
    }

    private void WriteHistogram(string name, string labels, in MetricPoint point)
    {
        var (count, hasNegativeBound) = (0L, false);
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            hasNegativeBound |= bucket.ExplicitBound < 0;
            var bound = openMetrics ? Numbers.Canonical(bucket.ExplicitBound) : Numbers.Text(bucket.ExplicitBound);
            Line(name + "_bucket", $"{labels},le=\"{bound}\"", Text(count));
        }
        // OpenMetrics forbids a sum that can fall.
        if (!(openMetrics && hasNegativeBound))
        {
            Line(name + "_sum", labels, Numbers.Text(point.GetHistogramSum()));
            Line(name + "_count", labels, Text(point.GetHistogramCount()));
        }
    }

    private static string Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => Text(point.GetSumLong()),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => Numbers.Text(point.GetSumDouble()),
        MetricType.LongGauge => Text(point.GetGaugeLastValueLong()),
        _ => Numbers.Text(point.GetGaugeLastValueDouble()),
    };

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private string Escape(string help)
    {
        var escaped = help.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return openMetrics ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private void Line(string name, string labels, string value) => _text.Append($"{name}{{{labels}}} {value}\n");
}
