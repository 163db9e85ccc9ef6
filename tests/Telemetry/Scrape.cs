using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using GanCluster.Telemetry.Metrics;
using GanCluster.Telemetry.Page;

namespace GanCluster.Telemetry.Tests;

/// <summary>A node's site with nothing behind it but instruments.</summary>
internal sealed partial class Scrape : IAsyncDisposable
{
    private readonly OpenTelemetry.Metrics.MeterProvider _exporter = Metering.Start();
    private readonly NodeSite _site;

    private Scrape(INodePage page) => _site = NodeSite.Start(
        new IPEndPoint(IPAddress.Loopback, 0), ["localhost", "127.0.0.1"], _exporter, page, Readiness,
        refusal => Instruments!.RequestRefused(refusal)).GetAwaiter().GetResult();

    public Readiness Readiness { get; } = new();

    public GanClusterInstruments Instruments { get; } = new();

    public HttpClient Client => field ??= new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_site.Port}/") };

    public static Scrape Start(INodePage? page = null) => new(page ?? new WorkerPage(() => "gan-1:4053"));

    /// <summary>Samples by name and labels in their order, the exporter's own left out: <c>name{key="value"}</c>.</summary>
    public async Task<Dictionary<string, double>> Samples()
    {
        var text = await Client.GetStringAsync("metrics");
        return Sample().Matches(text).ToDictionary(
            m => m.Groups["name"].Value + Labels(m.Groups["labels"].Value), m => Value(m.Groups["value"].Value));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _site.DisposeAsync();
        _exporter.Dispose();
        Instruments.Dispose();
    }

    private static string Labels(string text)
    {
        var own = Label().Matches(text).Select(m => m.Value).Where(l => !l.StartsWith("otel_", StringComparison.Ordinal));
        var joined = string.Join(',', own.Order(StringComparer.Ordinal));
        return joined.Length > 0 ? $"{{{joined}}}" : "";
    }

    private static double Value(string text) => text switch
    {
        "NaN" => double.NaN,
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^(?<name>gancluster_\w+)(?:\{(?<labels>.*)\})? (?<value>\S+)", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex(@"\w+=""(?:[^""\\]|\\.)*""")]
    private static partial Regex Label();
}
