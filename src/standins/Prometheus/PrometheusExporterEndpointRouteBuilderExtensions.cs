using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter.Prometheus;
using OpenTelemetry.Metrics;

namespace Microsoft.AspNetCore.Builder;

public static class PrometheusExporterEndpointRouteBuilderExtensions
{
    /// <param name="path">Null for /metrics.</param>
    /// <param name="meterProvider">Null for the one among the application's services.</param>
    /// <param name="configureBranchedPipeline">Adds what runs before the answer.</param>
    /// <param name="optionsName">Not used: there are no named options.</param>
    /// <exception cref="ArgumentException">The provider has no Prometheus exporter.</exception>
    public static IEndpointConventionBuilder MapPrometheusScrapingEndpoint(
        this IEndpointRouteBuilder endpoints,
        string? path,
        MeterProvider? meterProvider,
        Action<IApplicationBuilder>? configureBranchedPipeline,
        string? optionsName)
    {
        var exporter = PrometheusExporter.Of(meterProvider ?? endpoints.ServiceProvider.GetRequiredService<MeterProvider>())
            ?? throw new ArgumentException("This provider has no Prometheus exporter.", nameof(meterProvider));
        var pipeline = endpoints.CreateApplicationBuilder();
        configureBranchedPipeline?.Invoke(pipeline);
        pipeline.Run(new ScrapeEndpoint(exporter).Answer);
        return endpoints.Map("/" + (path ?? "metrics").TrimStart('/'), pipeline.Build());
    }
}
