using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace GanCluster.EndToEnd.Tests.Traces;

/// <summary>An OpenTelemetry collector that keeps what it is sent by OTLP, and says that all is well.</summary>
internal sealed class MadeCollector : IAsyncDisposable
{
    internal const string Http = "http/protobuf";
    internal const string Grpc = "grpc";

    /// <summary>Before each message of gRPC: whether it is compressed, and its length in four bytes.</summary>
    private const int GrpcPrefix = 5;

    private readonly string _protocol;
    private readonly WebApplication _site;
    private readonly ConcurrentQueue<Span> _spans = new();
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

    private MadeCollector(string protocol)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // Without TLS nothing can be agreed on: a port of gRPC's has HTTP/2 from the first byte.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = protocol == Grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        (_protocol, _site) = (protocol, builder.Build());
        _site.Run(Take);
    }

    internal IReadOnlyList<Span> Spans => [.. _spans];

    /// <summary>The paths that were asked for.</summary>
    internal IEnumerable<string> Paths => _asked.Keys.Order(StringComparer.Ordinal);

    /// <summary>What sends to it, in an environment.</summary>
    internal Dictionary<string, string> Environment => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _site.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = _protocol,
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
    };

    internal static async Task<MadeCollector> Start(string protocol = Http)
    {
        var collector = new MadeCollector(protocol);
        await collector._site.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private async Task Take(HttpContext asked)
    {
        using var body = new MemoryStream();
        await asked.Request.Body.CopyToAsync(body);
        var path = asked.Request.Path.Value!;
        _asked.AddOrUpdate(path, 1, (_, count) => count + 1);
        if (path.Contains("trace", StringComparison.Ordinal))
        {
            foreach (var span in Span.All(body.ToArray()[(_protocol == Grpc ? GrpcPrefix : 0)..]))
            {
                _spans.Enqueue(span);
            }
        }

        if (_protocol == Grpc)
        {
            asked.Response.ContentType = "application/grpc";
            await asked.Response.Body.WriteAsync(new byte[GrpcPrefix]); // An empty message.
            asked.Response.AppendTrailer("grpc-status", "0");
        }
        else
        {
            asked.Response.ContentType = "application/x-protobuf";
        }
    }
}
