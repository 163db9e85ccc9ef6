using GanCluster.Node.Options;
using GanCluster.Node.Supervision;

namespace GanCluster.Node.Commands;

/// <summary>
/// <c>demo</c>: fashion-dcgan over a coordinator and two worker nodes, processes of this machine. Half the width and twice the
/// learning rate are what make garments recognisable within two minutes of two processor cores.
/// </summary>
internal sealed class DemoCommand(Supervisor supervisor)
{
    private const double DefaultSeconds = 115;

    internal Task<int> Run(DemoOptions options, CancellationToken stop) => supervisor.Run(
        new TrainOptions(
            new RunOptions(
                Run: "fashion-dcgan",
                Steps: null,
                Seconds: options.Seconds ?? DefaultSeconds,
                Images: null,
                Seed: null,
                options.Out,
                Resume: false,
                Settings: ["network.width=32", "optimizer.g=4e-4", "optimizer.d=4e-4", "evaluateEvery=12800"],
                Json: false),
            Nodes: 2,
            WorkersPerNode: 1),
        stop);
}
