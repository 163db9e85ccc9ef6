using GanCluster.Node.Commands;

namespace GanCluster.Node.Runs;

/// <summary><c>demo</c>: fashion-dcgan with two workers in this process, for about two minutes.</summary>
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
            Settings: ["evaluateEvery=6400"],
            Json: false),
        stop);
}
