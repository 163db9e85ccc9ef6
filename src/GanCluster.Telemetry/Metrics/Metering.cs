using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace GanCluster.Telemetry.Metrics;

/// <summary>From instruments to those who ask: Prometheus by scraping; an OpenTelemetry collector, if there is one, is
/// told.</summary>
public static class Metering
{
    /// <summary>The OpenTelemetry specification's variable; where it is set, metrics are pushed there as well.</summary>
    internal const string CollectorVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static MeterProvider Start()
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("gancluster"))
            .AddMeter(GanClusterInstruments.MeterName)
            .AddRuntime()
            .AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0);
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(CollectorVariable)))
        {
            builder.AddOtlpExporter();
        }

        return builder.Build();
    }
}
