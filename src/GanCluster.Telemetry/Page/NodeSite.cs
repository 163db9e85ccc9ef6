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
/// What a node serves over HTTP: /metrics, /healthz while the process lives, /readyz while it can take part, a page at /, and
/// what the page's script reads. Read-only, but for <see cref="ControlRoutes"/>.
/// </summary>
public sealed class NodeSite : IAsyncDisposable
{
    /// <summary>For those who watch over the node, beside all that viewers may have open.</summary>
    private const int OtherConnections = 64;

    /// <summary>What a page has open and does not use is let go, so that it is there for others.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    private readonly WebApplication _application;
    private readonly Viewers? _viewers;

    private NodeSite(WebApplication application, Viewers? viewers) => (_application, _viewers) = (application, viewers);

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
    /// <param name="refused">Told of requests to change the run that are refused.</param>
    public static async Task<NodeSite> Start(
        IPEndPoint at,
        IReadOnlyCollection<string> names,
        MeterProvider metrics,
        INodePage page,
        IHealthCheck readiness,
        Action<RequestRefusal>? refused = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(at);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = RunRoutes.Connections + OtherConnections;
            kestrel.Limits.KeepAliveTimeout = Idle;
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
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; "
                + "img-src 'self'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            return next(context);
        });
        application.MapPrometheusScrapingEndpoint("/metrics", metrics, configureBranchedPipeline: null, optionsName: null);
        var read = new HttpMethodMetadata(["GET", "HEAD"]);
        application.MapHealthChecks("/healthz", Health(isAsked: false)).WithMetadata(read);
        application.MapHealthChecks("/readyz", Health(isAsked: true)).WithMetadata(read);
        application.MapGet("/", () => Results.Text(page.Html(), "text/html; charset=utf-8"));
        application.MapGet("/assets/{name}", (string name) =>
            Assets.Find(name) is var (content, type) ? Results.Bytes(content, type) : Results.NotFound());
        application.MapGet("/samples/{step:long}.png", (long step) =>
            page.Sample(step) is { } file && File.Exists(file) ? Results.File(file, "image/png") : Results.NotFound());
        var viewers = page.Feed is { } feed ? new Viewers(feed, TimeProvider.System) : null;
        if (viewers is not null)
        {
            RunRoutes.Map(application, page.Feed!, viewers);
        }

        if (page.Control is { } control)
        {
            ControlRoutes.Map(application, control, refused ?? (_ => { }));
        }

        await application.StartAsync().ConfigureAwait(false);
        return new NodeSite(application, viewers);
    }

    public async ValueTask DisposeAsync()
    {
        _viewers?.End();
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

    /// <summary>The run that scripts may follow here; null: this node has none.</summary>
    RunFeed? Feed => null;

    /// <summary>What may be done to it here; null: nothing.</summary>
    RunControl? Control => null;
}
