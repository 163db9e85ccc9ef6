using System.CommandLine;
using System.Runtime.InteropServices;
using GanCluster.Core;
using GanCluster.Node.Cluster;
using GanCluster.Node.Devices;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;
using GanCluster.Node.Supervision;
using GanCluster.Node.Training;

namespace GanCluster.Node.Commands;

/// <param name="Workers">The first round waits for so many.</param>
/// <param name="JoinTimeout">For how long it waits for them; null: until they come.</param>
/// <param name="Peers">All coordinators of the run, this one among them; null: there is no other.</param>
internal sealed record CoordinatorOptions(
    RunOptions Run, int Workers, TimeSpan? JoinTimeout, NodeAddressOptions Node, DeviceChoice? Devices = null, EndpointList? Peers = null);

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
    private readonly Option<EndpointList?> _peers = OptionOf.Text(
        "--peers",
        "HOST:PORT,...",
        "All coordinators of the run, an odd number, this one among them as --host and --port have it; the same list on each. Any "
            + "minority of them may be lost: the others go on.",
        "HOST:PORT, several with commas between",
        EndpointList.Parse);
    private readonly AddressGroup _address = new("0: any free one. Otherwise 4053 or the next free one.");
    private readonly RunGroup _run = new();

    internal CoordinatorCommand(CommandContext context)
        : base("coordinator", "Runs a coordinator node, which worker nodes join.")
    {
        _context = context;
        Take(_workers, _joinTimeout, _devices, _peers);
        _address.AddTo(this);
        _run.AddTo(this);
    }

    internal override CoordinatorOptions Read(ParseResult parsed) => new(
        _run.Read(parsed),
        parsed.GetValue(_workers)!.Value,
        parsed.GetValue(_joinTimeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        _address.Read(parsed),
        parsed.GetValue(_devices),
        parsed.GetValue(_peers));

    internal override Task<int> Run(CoordinatorOptions options, CancellationToken stop)
    {
        var progress = CommandContext.Progress();
        var peers = PeersOf(options);
        using var node = NodeIdentity.Resolve(
            peers is null ? options.Node : options.Node with { Port = options.Node.Port ?? NodeIdentity.CoordinatorPort },
            NodeIdentity.CoordinatorPort,
            progress.Note);
        if (node.Secret?.Note is { } warning)
        {
            progress.Note(warning);
        }

        var policy = new RoundPolicy(options.Workers, options.JoinTimeout, options.Run.SafeEvery);
        void Listening(string folder, Endpoint address, Endpoint data) => Listen(options, folder, address, data);
        IRounds rounds = peers is null
            ? new ClusterTraining(node, policy, Listening, progress.Note)
            : new PeerTraining(node, peers, policy, EndsRun, Listening, progress.Note);
        return Task.FromResult(
            _context.Training(_context.Output, progress).Run(options.Run, options.Workers, node.Host, rounds, stop, options.Devices));
    }

    /// <summary>Of several coordinators: whoever sends SIGTERM has a machine to clear, and the run goes on. Ctrl-C and <c>stop</c> end
    /// the run, and so does <c>train</c>.</summary>
    private bool EndsRun() => _context.IsChild || _context.Signals?.Received is { } received && received != PosixSignal.SIGTERM;

    /// <summary>Null: it is the only one.</summary>
    /// <exception cref="UserInputException">The list, or what comes with it, can't be used.</exception>
    private static PeerList? PeersOf(CoordinatorOptions options)
    {
        if (options.Peers is not { At: var given })
        {
            return null;
        }

        var peers = PeerList.Of(given, new Endpoint(options.Node.Host, options.Node.Port ?? NodeIdentity.CoordinatorPort));
        if (options.Run.From is not null)
        {
            throw new UserInputException("--from and --peers exclude each other: one coordinator alone has the weights of --from");
        }

        return ClusterSecret.Load(options.Node.SecretFile) is null
            ? throw new UserInputException(
                $"--peers takes a secret, by which a later coordinator finds the workers: give --secret-file or {ClusterSecret.Variable}")
            : peers;
    }

    /// <summary>The first line of the output, by which a supervisor learns where workers join.</summary>
    private void Listen(CoordinatorOptions options, string folder, Endpoint address, Endpoint data)
    {
        LiveRun.Write(
            folder, address.ToString(), data.ToString(), options.Workers, _context.Time.GetUtcNow(),
            stopsByEndSignal: options.Peers is not null && !_context.IsChild);
        _context.Output.WriteLine(Supervisor.ListeningPrefix + address);
        _context.Output.Flush();
    }
}
