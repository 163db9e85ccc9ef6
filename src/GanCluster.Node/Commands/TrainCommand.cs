using System.CommandLine;
using GanCluster.Cluster.Wire;
using GanCluster.Node.Cluster;
using GanCluster.Node.Devices;
using GanCluster.Node.Options;
using GanCluster.Node.Terminal;

namespace GanCluster.Node.Commands;

/// <summary><c>train</c>: a run over processes of this machine, or in this process alone.</summary>
internal sealed class TrainCommand : Verb<TrainOptions>
{
    private readonly CommandContext _context;
    private readonly Option<int?> _nodes = SharedOptions.Nodes();
    private readonly Option<int?> _workers = SharedOptions.WorkersPerNode();
    private readonly Option<DeviceChoice?> _devices = SharedOptions.Devices(
        "A list of processors is each node's, GPUs are dealt out to the nodes in turn.");
    private readonly Option<int?> _coordinators = OptionOf.Whole(
        "--coordinators", "C", "Coordinator nodes, an odd number: any minority of them may be lost.", 1, Protocol.MostPeers, 1);
    private readonly RunGroup _run = new();

    internal TrainCommand(CommandContext context)
        : base("train", "Trains a run.")
    {
        _context = context;
        Take(_nodes, _workers, _devices, _coordinators);
        SharedOptions.AtMostOne(this, _workers, _devices);
        _run.AddTo(this);
    }

    internal override TrainOptions Read(ParseResult parsed) => new(
        _run.Read(parsed),
        parsed.GetValue(_nodes)!.Value,
        parsed.GetValue(_workers)!.Value,
        parsed.GetValue(_devices),
        parsed.IsGiven(_devices) && !parsed.IsGiven(_nodes),
        parsed.GetValue(_coordinators)!.Value);

    internal override async Task<int> Run(TrainOptions options, CancellationToken stop) => options.Nodes > 0
        ? await _context.RunOverNodes(options, _context.Output, stop)
        : RunHere(_context.Place(options), CommandContext.Progress(), stop);

    private int RunHere(TrainOptions options, ProgressLine progress, CancellationToken stop) =>
        _context.Training(_context.Output, progress).Run(
            options.Run,
            options.WorkersPerNode,
            HttpChoice.Loopback,
            new LocalTraining(progress.Note),
            stop,
            options.Devices);
}
