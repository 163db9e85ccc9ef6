using GanCluster.Telemetry.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GanCluster.Telemetry.Page;

/// <summary>Where a run is read by scripts: /api/run, /api/series, and /events, which tells what changes; and others, to compare
/// it with: /api/runs, and /api/runs/NAME, the series of one.</summary>
internal static class RunRoutes
{
    /// <summary>What the pages of all viewers may have open at once: a browser has at most six connections to a site.</summary>
    internal const int Connections = Viewers.Most * 6;

    private const string Json = "application/json";

    internal static void Map(IEndpointRouteBuilder site, RunFeed feed, Viewers viewers)
    {
        site.MapGet("/api/run", () => Results.Bytes(feed.Run(), Json));
        site.MapGet("/api/series", (long? since, long? checks) =>
            Results.Bytes(feed.Series(new SeriesPosition(since ?? -1, checks ?? -1)), Json));
        site.MapGet("/api/runs", () => Results.Bytes(feed.PastRuns(), Json));
        site.MapGet("/api/runs/{name}", (string name) =>
            feed.PastSeries(name) is { } series ? Results.Bytes(series, Json) : Results.NotFound());
        site.MapGet("/events", context => Follow(context, viewers));
    }

    private static async Task Follow(HttpContext context, Viewers viewers)
    {
        var (response, gone) = (context.Response, context.RequestAborted);
        if (viewers.Join() is not { } viewer)
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await response.WriteAsync(
                $"{Viewers.Most} viewers follow this run already, or it has ended: /api/run tells where it stands", gone);
            return;
        }

        try
        {
            response.ContentType = "text/event-stream";
            await response.Body.WriteAsync(EventText.Opening, gone);
            await response.Body.FlushAsync(gone);
            await foreach (var message in viewer.Reader.ReadAllAsync(gone))
            {
                await response.Body.WriteAsync(message, gone);
                await response.Body.FlushAsync(gone);
            }
        }
        catch (OperationCanceledException)
        {
            // The viewer has gone.
        }
        finally
        {
            viewers.Leave(viewer);
        }
    }
}
