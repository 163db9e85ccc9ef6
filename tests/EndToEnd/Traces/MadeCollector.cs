using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using GanCluster.Node.Security;

namespace GanCluster.EndToEnd.Tests.Traces;

/// <summary>An OpenTelemetry collector that keeps what it is sent by OTLP's http/protobuf, and says that all is well.</summary>
internal sealed class MadeCollector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Span> _spans = new();
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

    internal MadeCollector()
    {
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Several("127.0.0.1", 1)[0]}");
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = Serve();
    }

    internal string Address { get; }

    internal IReadOnlyList<Span> Spans => [.. _spans];

    /// <summary>The paths that were asked for.</summary>
    internal IEnumerable<string> Paths => _asked.Keys.Order(StringComparer.Ordinal);

    /// <summary>What sends to it, in an environment.</summary>
    internal Dictionary<string, string> Environment => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
    };

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext asked;
            try
            {
                asked = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await asked.Request.InputStream.CopyToAsync(body);
            var path = asked.Request.Url!.AbsolutePath;
            _asked.AddOrUpdate(path, 1, (_, count) => count + 1);
            if (path == "/v1/traces")
            {
                foreach (var span in Span.All(body.ToArray()))
                {
                    _spans.Enqueue(span);
                }
            }

            asked.Response.ContentType = "application/x-protobuf";
            asked.Response.Close();
        }
    }
}
