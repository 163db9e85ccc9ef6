using System.CommandLine;
using GanCluster.Node.Devices;
using GanCluster.Node.Options;

namespace GanCluster.Node.Commands;

internal sealed record DemoOptions(double? Seconds, string? Out, DeviceChoice? Devices = null, bool Json = false);

/// <summary>
/// <c>demo</c>: fashion-dcgan over a coordinator and two worker nodes, processes of this machine. Half the width and twice the
/// learning rate are what make garments recognisable within two minutes of two processor cores.
/// </summary>
internal sealed class DemoCommand : Verb<DemoOptions>
{
    private const double DefaultSeconds = 115;

    private readonly CommandContext _context;
    private readonly Option<double?> _seconds = OptionOf.Seconds("How long to train.");
    private readonly Option<string?> _out = OptionOf.Path("--out", "DIR", "The run's folder.");

    private readonly Option<DeviceChoice?> _devices = SharedOptions.Devices("Otherwise a worker on the processor on each of two nodes.");

    private readonly Option<bool> _json = SharedOptions.Json("The summary as one line of JSON.");

    internal DemoCommand(CommandContext context)
        : base("demo", "Trains a small DCGAN on Fashion-MNIST and shows where its samples are.")
    {
        _context = context;
        Take(_seconds, _out, _devices, _json);
    }

    internal override DemoOptions Read(ParseResult parsed) => new(
        parsed.GetValue(_seconds), parsed.GetValue(_out), parsed.GetValue(_devices), parsed.GetValue(_json));

    internal override Task<int> Run(DemoOptions options, CancellationToken stop) =>
        _context.RunOverNodes(Training(options), _context.Output, stop);

    internal static TrainOptions Training(DemoOptions options) => new(
        new RunOptions(
            Run: "fashion-dcgan",
            Steps: null,
            Seconds: options.Seconds ?? DefaultSeconds,
            Images: null,
            Seed: null,
            options.Out,
            Resume: false,
            Settings: ["network.width=32", "optimizer.g=4e-4", "optimizer.d=4e-4", "evaluateEvery=12800"],
            Json: options.Json),
        Nodes: 2,
        WorkersPerNode: 1,
        options.Devices,
        NodesAreOpen: options.Devices is not null);
}
