using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace OpenTelemetry.Exporter.Prometheus;

internal sealed class ScrapeEndpoint(PrometheusExporter exporter)
{
    private const string OpenMetrics = "application/openmetrics-text";

    public async Task Answer(HttpContext context)
    {
        var openMetrics = AsksForOpenMetrics(context.Request);
        if (exporter.Scrape(openMetrics) is not { } text)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }
        context.Response.ContentType = openMetrics
            ? OpenMetrics + "; version=1.0.0; charset=utf-8; escaping=underscores"
            : "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.Body.WriteAsync(text, context.RequestAborted);
    }

    private static bool AsksForOpenMetrics(HttpRequest request) => request.GetTypedHeaders().Accept
        .Where(type => type.Quality is not 0 && (type.MediaType == "text/plain" || IsOpenMetrics(type)))
        .MaxBy(type => type.Quality ?? 1) is { } best && IsOpenMetrics(best);

    private static bool IsOpenMetrics(MediaTypeHeaderValue type) =>
        type.MediaType == OpenMetrics
        && type.Parameters.All(parameter => parameter.Name != "version" || parameter.GetUnescapedValue() == "1.0.0");
}
