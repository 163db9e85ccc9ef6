using GanCluster.Core;
using GanCluster.Node.Cluster;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;
using GanCluster.Node.Supervision;

namespace GanCluster.Node.Commands;

/// <summary><c>coordinator</c>: a run whose rounds worker nodes compute.</summary>
internal sealed class CoordinatorCommand(TrainCommand train, TextWriter output, Action<string> note)
{
    internal int Run(CoordinatorOptions options, CancellationToken stop)
    {
        using var node = NodeEndpoint.Resolve(options.Node, NodeEndpoint.CoordinatorPort);
        if (node.Secret?.Note is { } warning)
        {
            note(warning);
        }

        var training = new ClusterTraining(
            node,
            new RoundPolicy(options.Workers, options.JoinTimeout),
            (folder, address, data) => Listen(options, folder, address, data),
            note);
        return train.Run(options.Run, options.Workers, node.Host, training.Run, stop);
    }

    /// <summary>The first line of the output, by which a supervisor learns where workers join.</summary>
    private void Listen(CoordinatorOptions options, string folder, Endpoint address, Endpoint data)
    {
        LiveRun.Write(folder, address.ToString(), data.ToString(), options.Workers, TimeProvider.System.GetUtcNow());
        output.WriteLine(Supervisor.ListeningPrefix + address);
        output.Flush();
    }
}
