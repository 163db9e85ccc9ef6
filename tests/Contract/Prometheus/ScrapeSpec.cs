using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace GanCluster.Contract.Tests;

/// <summary>A meter of its own for each test, and a server on a free port that answers scrapes of it.</summary>
public abstract class ScrapeSpec : IAsyncLifetime
{
    private static readonly HttpClient Client = new();
    private static int _meters;

    private MeterProvider? _provider;
    private WebApplication? _server;

    protected Meter Meter { get; } = new($"contract.{Interlocked.Increment(ref _meters)}");

    /// <summary>The labels of a point without tags.</summary>
    protected string Scope => $"otel_scope_name=\"{Meter.Name}\"";

    protected virtual void Configure(PrometheusAspNetCoreOptions options) => options.ScrapeResponseCacheDurationMilliseconds = 0;

    protected virtual void Configure(MeterProviderBuilder builder)
    {
    }

    public async Task InitializeAsync()
    {
        var meters = Sdk.CreateMeterProviderBuilder().AddMeter(Meter.Name).AddPrometheusExporter(Configure);
        Configure(meters);
        _provider = meters.Build();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapPrometheusScrapingEndpoint(
            path: "/metrics", meterProvider: _provider, configureBranchedPipeline: null, optionsName: null);
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
        _provider?.Dispose();
        Meter.Dispose();
    }

    protected async Task<(MediaTypeHeaderValue Type, string[] Lines)> Ask(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _server!.Urls.Single() + "/metrics");
        request.Headers.Add("Accept", accept);
        using var response = (await Client.SendAsync(request)).EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return (response.Content.Headers.ContentType!, text[..^1].Split('\n'));
    }

    protected async Task<string[]> Scrape() => (await Ask("text/plain")).Lines;

    protected async Task<string[]> ScrapeOpenMetrics() => (await Ask("application/openmetrics-text; version=1.0.0")).Lines;
}
