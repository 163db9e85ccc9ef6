using GanCluster.Cluster.Hosting;
using GanCluster.Cluster.Nodes;
using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Node.Cluster;
using GanCluster.Node.Http;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;
using GanCluster.Telemetry.Page;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Commands;

/// <summary><c>worker</c>: computes for a coordinator until the run ends or this node is drained.</summary>
internal sealed class WorkerCommand(RunParts parts, TextWriter output, TextWriter error)
{
    internal async Task<int> Run(WorkerNodeOptions options, CancellationToken stop)
    {
        using var node = NodeEndpoint.Resolve(options.Node, preferredPort: 0);
        node.CheckJoin(options.Join);
        var http = HttpEndpoint.Resolve(options.Http, preferredPort: 0);
        if (node.Secret?.Note is { } warning)
        {
            Note(warning);
        }

        using var telemetry = NodeTelemetry.Start(http, node.Host, new WorkerPage(options.Join.ToString()), output.WriteLine);
        var settings = new WorkerNodeSettings
        {
            Engine = new TrainingEngine(parts, options.Devices, node, telemetry),
            Own = parts.Names,
            Metrics = Reachable(telemetry.Address, node.Host),
            Workers = options.Devices.Count,
            Secret = node.SecretBytes(),
            ConfigurationHash = HashOf(options),
            JoinTimeout = options.JoinTimeout,
            Note = Note,
        };
        var outcome = await WorkerNode.Run(
            node.ForAkka("worker.conf"),
            ClusterSystem.AddressOf(options.Join.Host, options.Join.Port, node.Certificate is not null),
            settings,
            address => output.WriteLine($"listening {address.Host}:{address.Port}"),
            stop);
        return Report(options, outcome);
    }

    /// <summary>A loopback address means nothing to those who reach this node at another one.</summary>
    private static string Reachable(string metrics, string host) =>
        Endpoint.Parse(metrics) is { } at && BindRules.IsLoopback(at.Host) && !BindRules.IsLoopback(host) ? "" : metrics;

    private string HashOf(WorkerNodeOptions options) => options.Run is { } run
        ? RunIdentity.ConfigurationHash(
            RunRequest.Resolve(parts, run, options.Settings, options.Seed, steps: null, images: null, workers: 1).Configuration)
        : "";

    private int Report(WorkerNodeOptions options, NodeOutcome outcome)
    {
        switch (outcome.End)
        {
            case NodeEnd.RunEnded:
                Note($"the run has ended: {outcome.Reason}");
                return ExitCodes.Done;
            case NodeEnd.RunFailed:
                error.WriteLine($"the run has failed: {outcome.Reason}");
                return ExitCodes.RunFailed;
            case NodeEnd.Drained:
                Note("drained");
                return ExitCodes.Done;
            case NodeEnd.Refused:
                error.WriteLine($"{options.Join}: {outcome.Reason}");
                return ExitCodes.BadInput;
            case NodeEnd.NoCoordinator:
                error.WriteLine($"{options.Join}: {outcome.Reason}; check --join and that the coordinator runs");
                return ExitCodes.BadInput;
            default:
                error.WriteLine($"failed: {outcome.Reason}");
                return ExitCodes.Failed;
        }
    }

    private void Note(string line) => error.WriteLine(line);
}
