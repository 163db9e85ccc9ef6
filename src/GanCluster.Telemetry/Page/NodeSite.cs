using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace GanCluster.Telemetry.Page;

/// <summary>
/// What a node serves over HTTP: /metrics, /healthz while the process lives, /readyz while it can take part, and a page at /.
/// Read-only.
/// </summary>
public sealed class NodeSite : IAsyncDisposable
{
    private readonly WebApplication _application;

    private NodeSite(WebApplication application) => _application = application;

    /// <summary>The port that it listens on.</summary>
    public int Port
    {
        get
        {
            var addresses = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
            return BindingAddress.Parse(addresses.Addresses.Single()).Port;
        }
    }

    /// <param name="at">Port 0: any free one.</param>
    /// <param name="names">
    /// What the node is called in a request. Others are refused where it listens on loopback, so that a page from elsewhere whose
    /// name is made to mean this machine reads nothing; empty: any name.
    /// </param>
    /// <param name="page">What / shows.</param>
    /// <param name="readiness">What /readyz answers by.</param>
    public static async Task<NodeSite> Start(
        IPEndPoint at, IReadOnlyCollection<string> names, MeterProvider metrics, INodePage page, IHealthCheck readiness)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(at);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = 64;
        });
        builder.Services.AddHealthChecks().AddCheck("node", readiness);
        builder.Services.Configure<HostFilteringOptions>(options => options.AllowedHosts = [.. names]);
        var application = builder.Build();
        if (names.Count > 0)
        {
            application.UseHostFiltering();
        }

        application.Use((context, next) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self'; style-src 'self'; "
                + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            return next(context);
        });
        application.MapPrometheusScrapingEndpoint("/metrics", metrics, configureBranchedPipeline: null, optionsName: null);
        var read = new HttpMethodMetadata(["GET", "HEAD"]);
        application.MapHealthChecks("/healthz", Health(isAsked: false)).WithMetadata(read);
        application.MapHealthChecks("/readyz", Health(isAsked: true)).WithMetadata(read);
        application.MapGet("/", () => Results.Text(page.Html(), "text/html; charset=utf-8"));
        application.MapGet("/page.css", () => Results.Text(PageStyle.Css, "text/css"));
        application.MapGet("/samples/{step:long}.png", (long step, HttpResponse response) =>
        {
            response.Headers.CacheControl = "no-cache";
            return page.Sample(step) is { } file && File.Exists(file) ? Results.File(file, "image/png") : Results.NotFound();
        });
        await application.StartAsync().ConfigureAwait(false);
        return new NodeSite(application);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _application.StopAsync(limit.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    /// <param name="isAsked">Whether the node's state counts; otherwise it is enough that the process answers.</param>
    private static HealthCheckOptions Health(bool isAsked) => new()
    {
        Predicate = _ => isAsked,
        ResponseWriter = (context, report) => context.Response.WriteAsync(report.Status == HealthStatus.Healthy
            ? "ok"
            : string.Join("; ", report.Entries.Values.Select(entry => entry.Description))),
    };

    /// <summary>Signals are the command's, not the web host's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>What a node shows of itself.</summary>
public interface INodePage
{
    string Html();

    /// <summary>The file with the samples of a step; null: this node has none.</summary>
    string? Sample(long step);
}
