using System.CommandLine;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Node.Cluster;
using GanCluster.Node.Devices;
using GanCluster.Node.Options;
using GanCluster.Node.Remote;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;

namespace GanCluster.Node.Commands;

/// <summary><c>train</c>: a run over processes of this machine or over other machines, or in this process alone.</summary>
internal sealed class TrainCommand : Verb<TrainOptions>
{
    private readonly CommandContext _context;
    private readonly Option<int?> _nodes = SharedOptions.Nodes();
    private readonly Option<int?> _workers = SharedOptions.WorkersPerNode();
    private readonly Option<DeviceChoice?> _devices = SharedOptions.Devices(
        "A list of processors is each node's, GPUs are dealt out to the nodes in turn.");
    private readonly Option<int?> _coordinators = OptionOf.Whole(
        "--coordinators", "C", "Coordinator nodes, an odd number: any minority of them may be lost.", 1, Protocol.MostPeers, 1);
    private readonly HostsGroup _hosts = new();
    private readonly RunGroup _run = new();

    internal TrainCommand(CommandContext context)
        : base("train", "Trains a run.")
    {
        _context = context;
        Take(_nodes, _workers, _devices, _coordinators);
        SharedOptions.AtMostOne(this, _workers, _devices);
        _hosts.AddTo(this, _nodes, _coordinators);
        _run.AddTo(this);
    }

    internal override TrainOptions Read(ParseResult parsed) => new(
        _run.Read(parsed),
        parsed.GetValue(_nodes)!.Value,
        parsed.GetValue(_workers)!.Value,
        parsed.GetValue(_devices),
        parsed.IsGiven(_devices) && !parsed.IsGiven(_nodes),
        parsed.GetValue(_coordinators)!.Value)
    {
        Hosts = _hosts.Read(parsed),
    };

    internal override async Task<int> Run(TrainOptions options, CancellationToken stop) => options.Hosts is { } hosts
        ? await new HostsRun(hosts, _context.Program, _context.Error, _context.Time).Run(
            options, () => RunData.Ready(options.Run, _context.Parts, CommandContext.Progress(), stop), _context.Output, stop)
        : options is { Nodes: 0, Coordinators: > 1 }
        ? throw new UserInputException(
            $"--coordinators {options.Coordinators} needs worker nodes: give --nodes, or leave it out for a run in one process")
        : options.Nodes > 0
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
