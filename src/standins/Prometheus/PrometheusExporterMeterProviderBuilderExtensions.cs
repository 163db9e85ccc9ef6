using OpenTelemetry.Exporter;
using OpenTelemetry.Exporter.Prometheus;

namespace OpenTelemetry.Metrics;

public static class PrometheusExporterMeterProviderBuilderExtensions
{
    public static MeterProviderBuilder AddPrometheusExporter(this MeterProviderBuilder builder) =>
        AddPrometheusExporter(builder, static _ => { });

    public static MeterProviderBuilder AddPrometheusExporter(
        this MeterProviderBuilder builder, Action<PrometheusAspNetCoreOptions> configure)
    {
        var options = new PrometheusAspNetCoreOptions();
        configure(options);
        return builder.AddReader(new BaseExportingMetricReader(new PrometheusExporter(options))
        {
            TemporalityPreference = MetricReaderTemporalityPreference.Cumulative,
        });
    }
}
