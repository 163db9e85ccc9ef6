using GanCluster.Node.Commands;

namespace GanCluster.Node.Runs;

/// <summary>
/// <c>demo</c>: fashion-dcgan with two workers in this process. Half the width and twice the learning rate are what make garments
/// recognisable within two minutes of two processor cores.
/// </summary>
internal sealed class DemoCommand(TrainCommand train)
{
    private const double DefaultSeconds = 115;

    internal int Run(DemoOptions options, CancellationToken stop) => train.Run(
        new TrainOptions(
            Run: "fashion-dcgan",
            Nodes: 0,
            WorkersPerNode: 2,
            Steps: null,
            Seconds: options.Seconds ?? DefaultSeconds,
            Images: null,
            Seed: null,
            options.Out,
            Resume: false,
            Settings: ["network.width=32", "optimizer.g=4e-4", "optimizer.d=4e-4", "evaluateEvery=12800"],
            Json: false),
        stop);
}
