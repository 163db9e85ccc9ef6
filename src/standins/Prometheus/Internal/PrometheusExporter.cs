using System.Runtime.CompilerServices;
using System.Text;
using OpenTelemetry.Metrics;

namespace OpenTelemetry.Exporter.Prometheus;

[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    // The SDK's way from a provider to its exporters is internal; an exporter does know its provider.
    private static readonly ConditionalWeakTable<PrometheusExporter, object?> All = [];

    private readonly Lock _gate = new();
    private readonly int _freshMilliseconds;
    private readonly Dictionary<bool, (byte[] Text, long At)> _answers = [];
    private bool _openMetrics;

    public PrometheusExporter(PrometheusAspNetCoreOptions options)
    {
        _freshMilliseconds = options.ScrapeResponseCacheDurationMilliseconds;
        All.Add(this, null);
    }

    public Func<int, bool>? Collect { get; set; }

    public static PrometheusExporter? Of(MeterProvider provider) =>
        All.Select(entry => entry.Key).FirstOrDefault(exporter => ReferenceEquals(exporter.ParentProvider, provider));

    /// <summary>The metrics as UTF-8 text, or null when they could not be collected. One scrape at a time collects.</summary>
    public byte[]? Scrape(bool openMetrics)
    {
        lock (_gate)
        {
            if (_answers.TryGetValue(openMetrics, out var last) && Environment.TickCount64 - last.At < _freshMilliseconds)
            {
                return last.Text;
            }
            _openMetrics = openMetrics;
            return Collect!(Timeout.Infinite) ? _answers[openMetrics].Text : null;
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        List<Metric> metrics = [];
        foreach (var metric in batch)
        {
            metrics.Add(metric);
        }
        var text = new Exposition(_openMetrics).Write(ParentProvider.GetResource(), metrics);
        _answers[_openMetrics] = (Encoding.UTF8.GetBytes(text), Environment.TickCount64);
        return ExportResult.Success;
    }
}
