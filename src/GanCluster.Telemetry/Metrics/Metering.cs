using GanCluster.Telemetry.Collector;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace GanCluster.Telemetry.Metrics;

/// <summary>From instruments to those who ask: Prometheus by scraping; an OpenTelemetry collector, if there is one, is
/// told.</summary>
public static class Metering
{
    /// <param name="collector">Whether metrics are pushed as well, to where OpenTelemetry's variables say.</param>
    public static MeterProvider Start(bool collector = false)
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddNode())
            .AddMeter(GanClusterInstruments.MeterName)
            .AddRuntime()
            .AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0);
        if (collector)
        {
            builder.AddOtlpExporter();
        }

        return builder.Build();
    }
}
