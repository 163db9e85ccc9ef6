using System.CommandLine;
using GanCluster.Core;
using GanCluster.Node.Cluster;
using GanCluster.Node.Devices;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;
using GanCluster.Node.Supervision;

namespace GanCluster.Node.Commands;

/// <param name="Workers">The first round waits for so many.</param>
/// <param name="JoinTimeout">For how long it waits for them; null: until they come.</param>
internal sealed record CoordinatorOptions(RunOptions Run, int Workers, TimeSpan? JoinTimeout, NodeAddressOptions Node, DeviceChoice? Devices = null);

/// <summary><c>coordinator</c>: a run whose rounds worker nodes compute.</summary>
internal sealed class CoordinatorCommand : Verb<CoordinatorOptions>
{
    private readonly CommandContext _context;
    private readonly Option<int?> _workers =
        OptionOf.Whole("--workers", "N", "The first round waits for so many workers.", 1, 65_536, 1);
    private readonly Option<int?> _joinTimeout = OptionOf.Whole(
        "--join-timeout",
        "T",
        "After T seconds it begins with those that are there, and ends if nobody is. Otherwise it waits.",
        1,
        86_400);
    private readonly Option<DeviceChoice?> _devices = SharedOptions.Devices(
        "Here of workers on this machine: checkpoints name their kind, and samples are made on the first.");
    private readonly AddressGroup _address = new("0: any free one. Otherwise 4053 or the next free one.");
    private readonly RunGroup _run = new();

    internal CoordinatorCommand(CommandContext context)
        : base("coordinator", "Runs a coordinator node, which worker nodes join.")
    {
        _context = context;
        Take(_workers, _joinTimeout, _devices);
        _address.AddTo(this);
        _run.AddTo(this);
    }

    internal override CoordinatorOptions Read(ParseResult parsed) => new(
        _run.Read(parsed),
        parsed.GetValue(_workers)!.Value,
        parsed.GetValue(_joinTimeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        _address.Read(parsed),
        parsed.GetValue(_devices));

    internal override Task<int> Run(CoordinatorOptions options, CancellationToken stop)
    {
        var progress = CommandContext.Progress();
        using var node = NodeIdentity.Resolve(options.Node, NodeIdentity.CoordinatorPort);
        if (node.Secret?.Note is { } warning)
        {
            progress.Note(warning);
        }

        var rounds = new ClusterTraining(
            node,
            new RoundPolicy(options.Workers, options.JoinTimeout, options.Run.SafeEvery),
            (folder, address, data) => Listen(options, folder, address, data),
            progress.Note);
        return Task.FromResult(
            _context.Training(_context.Output, progress).Run(options.Run, options.Workers, node.Host, rounds, stop, options.Devices));
    }

    /// <summary>The first line of the output, by which a supervisor learns where workers join.</summary>
    private void Listen(CoordinatorOptions options, string folder, Endpoint address, Endpoint data)
    {
        LiveRun.Write(folder, address.ToString(), data.ToString(), options.Workers, _context.Time.GetUtcNow());
        _context.Output.WriteLine(Supervisor.ListeningPrefix + address);
        _context.Output.Flush();
    }
}
