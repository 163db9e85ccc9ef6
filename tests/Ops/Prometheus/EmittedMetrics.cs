using System.Net;
using GanCluster.Cluster.Hosting;
using GanCluster.Core;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Telemetry;
using GanCluster.Telemetry.Metrics;
using GanCluster.Telemetry.Page;
using GanCluster.Telemetry.Tests;

namespace GanCluster.Ops.Tests.Prometheus;

/// <summary>What nodes show on /metrics: every series that a query of ops/ may name.</summary>
internal static class EmittedMetrics
{
    /// <summary>Of a process that is a coordinator and a worker node at once, after everything has happened once.</summary>
    internal static string Text { get; } = Scraped();

    internal static Exposition All { get; } = Exposition.Parse(Text);

    /// <summary>What Prometheus adds: labels of ops/prometheus's targets, and series of its own.</summary>
    internal static IReadOnlyList<string> TargetLabels { get; } = ["job", "instance", "role", "run", "node"];

    internal static Exposition OfPrometheus { get; } =
        Exposition.Parse("up 1\nALERTS{alertname=\"A\",alertstate=\"firing\",severity=\"warning\"} 1");

    private static string Scraped()
    {
        using var instruments = new GanClusterInstruments();
        using var exporter = Metering.Start();
        Library[] libraries = [new("TorchSharp", "1"), new("libtorch", "1"), new("Akka", "1"), new("Prometheus", "1")];
        var worker = new WorkerState(Examples.Worker(1), 0);
        instruments.NodeBegan("0.1.0", libraries, () => 5);
        instruments.RunBegan(Examples.Facts, Examples.Begun, expected: 2);
        instruments.WorkersBegan([Examples.Worker(1)]);
        instruments.ExchangeBegan(new ExchangeTraffic(() => 1, () => 2, () => 3, () => 4));
        instruments.RoundCommitted(Examples.Round(), images: 640, new LearningRates(0.5, 0.5));
        instruments.AttemptAbandoned();
        instruments.WorkerLost();
        instruments.NodeRefused(RefusalKind.Secret);
        instruments.MessageDropped();
        instruments.RequestRefused(RequestRefusal.NoToken);
        instruments.Stands(acts: true);
        instruments.StateChanged(Examples.Begun with { Workers = Examples.Begun.Workers.Add(worker.Id, worker) });
        instruments.CheckpointWritten(TimeSpan.FromSeconds(1), DateTimeOffset.UnixEpoch);
        instruments.CheckpointFailed();
        instruments.Measured("modes", 8);
        foreach (var phase in Enum.GetValues<Phase>())
        {
            instruments.PhaseEnded(phase, TimeSpan.FromMilliseconds(5));
        }

        // The runtime tells of the last collection once there was one.
        GC.Collect();
        var site = NodeSite.Start(new IPEndPoint(IPAddress.Loopback, 0), [], exporter, new WorkerPage(() => "gan-1:4053"), new NodeHealth())
            .GetAwaiter().GetResult();
        try
        {
            using var client = new HttpClient();
            return client.GetStringAsync(new Uri($"http://127.0.0.1:{site.Port}/metrics")).GetAwaiter().GetResult();
        }
        finally
        {
            site.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
