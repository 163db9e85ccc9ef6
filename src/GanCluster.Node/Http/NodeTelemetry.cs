using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Akka.Actor;
using GanCluster.Cluster.Hosting;
using GanCluster.Core;
using GanCluster.Exchange.Tcp;
using GanCluster.Telemetry.Collector;
using GanCluster.Telemetry.Metrics;
using GanCluster.Telemetry.Page;
using GanCluster.Training.Libtorch;
using Microsoft.AspNetCore.Connections;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using static TorchSharp.torch;

namespace GanCluster.Node.Http;

/// <summary>This process's instruments and, unless that is off, the exporter and site that show them; and a collector that is told, if
/// there is one.</summary>
internal sealed class NodeTelemetry : IDisposable
{
    private readonly MeterProvider? _exporter;
    private readonly NodeSite? _site;
    private readonly CollectorExport? _collector;

    private NodeTelemetry(
        GanClusterInstruments instruments, NodeHealth health, MeterProvider? exporter, NodeSite? site, string address,
        CollectorExport? collector) =>
        (Instruments, Health, _exporter, _site, Address, _collector) = (instruments, health, exporter, site, address, collector);

    internal GanClusterInstruments Instruments { get; }

    /// <summary>What /readyz answers by.</summary>
    internal NodeHealth Health { get; }

    /// <summary>HOST:PORT as others reach it; empty: it is off.</summary>
    internal string Address { get; }

    /// <param name="host">What the node is reached at, for a site on every address.</param>
    /// <param name="note">Told where the page is.</param>
    /// <param name="failed">Told once if a collector can't be reached; null: whoever is told where the page is.</param>
    /// <exception cref="UserInputException">The port was taken meanwhile, or a variable of the environment is nonsense.</exception>
    internal static NodeTelemetry Start(
        HttpBinding? endpoint, string host, INodePage page, Action<string> note, Action<string>? failed = null)
    {
        var choice = Collector();
        var instruments = new GanClusterInstruments();
        if (endpoint is null)
        {
            var traces = CollectorExport.Start(choice with { Metrics = null }, failed ?? note);
            return new NodeTelemetry(instruments, new NodeHealth(), exporter: null, site: null, "", traces);
        }

        var (exporter, health) = (Metering.Start(choice.Metrics is not null), new NodeHealth());
        var site = Listen(endpoint, exporter, page, health, instruments);
        var address = endpoint.Advertised(site.Port, host);
        note($"page http://{address}/, metrics http://{address}/metrics");
        return new NodeTelemetry(instruments, health, exporter, site, address, CollectorExport.Start(choice, failed ?? note));
    }

    /// <summary>Of what begins a run, before there is anything of it.</summary>
    /// <exception cref="UserInputException">A variable that a node's telemetry goes by is nonsense.</exception>
    internal static void CheckEnvironment() => Collector();

    private static CollectorChoice Collector() => CollectorChoice.Of(Environment.GetEnvironmentVariable);

    /// <summary>After libtorch's environment is set: this loads it.</summary>
    internal void NodeBegan() => Instruments.NodeBegan(
        Assembly.GetExecutingAssembly().GetName().Version!.ToString(3), Libraries(), () => Tensor.TotalCount);

    /// <inheritdoc cref="NodeBegan"/>
    internal static Library[] Libraries() =>
    [
        Library.Of("TorchSharp", typeof(TorchSharp.torch).Assembly),
        new("libtorch", TorchLibrary.Version),
        Library.Of("Akka", typeof(ActorSystem).Assembly),
        Library.Of("Prometheus", typeof(PrometheusAspNetCoreOptions).Assembly),
    ];

    internal void ExchangeBegan(TcpExchange exchange) => Instruments.ExchangeBegan(new ExchangeTraffic(
        () => exchange.BytesSent, () => exchange.BytesReceived, () => exchange.StaleFrames, () => exchange.Refused));

    public void Dispose()
    {
        _site?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _collector?.End(_exporter);
        _exporter?.Dispose();
        Instruments.Dispose();
    }

    private static NodeSite Listen(
        HttpBinding endpoint, MeterProvider exporter, INodePage page, NodeHealth health, GanClusterInstruments instruments)
    {
        foreach (var port in endpoint.Candidates)
        {
            try
            {
                return NodeSite.Start(
                    new IPEndPoint(endpoint.Address, port), endpoint.Names, exporter, page, health, instruments.RequestRefused)
                    .GetAwaiter().GetResult();
            }
            catch (Exception e) when (IsTaken(e))
            {
                // The next one may be free; a given port has no next one.
            }
        }

        throw new UserInputException($"port {endpoint.Port} on {endpoint.Address} is in use: give another --http, or 0 for any");
    }

    /// <summary>Of two that begin at once both may be given the port, and then one of them may not listen: that is the socket's own
    /// exception.</summary>
    private static bool IsTaken(Exception e) => e is IOException { InnerException: AddressInUseException }
        or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
}
