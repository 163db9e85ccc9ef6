using System.Collections.Immutable;
using System.CommandLine;
using Akka.Actor;
using GanCluster.Cluster.Hosting;
using GanCluster.Cluster.Nodes;
using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Core.Security;
using GanCluster.Node.Cluster;
using GanCluster.Node.Devices;
using GanCluster.Node.Http;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;
using GanCluster.Node.Supervision;
using GanCluster.Telemetry.Page;
using GanCluster.Training.Libtorch;

namespace GanCluster.Node.Commands;

/// <param name="Join">Null: the first line of standard input says where.</param>
/// <param name="Devices">What its workers compute on.</param>
/// <param name="Run">
/// If given, the configuration that the coordinator's has to equal, with <paramref name="Seed"/> and
/// <paramref name="Settings"/> as in <see cref="RunOptions"/>.
/// </param>
/// <param name="Wait">For how long for a coordinator that has fallen silent.</param>
/// <param name="Data">Where the run's images lie here; null: by the name that the configuration has.</param>
/// <param name="KeysAreTold">Secret and certificate are the first line of standard input.</param>
internal sealed record WorkerNodeOptions(
    EndpointList? Join,
    DeviceChoice Devices,
    NodeAddressOptions Node,
    TimeSpan JoinTimeout,
    string? Run,
    ulong? Seed,
    IReadOnlyList<string> Settings,
    HttpChoice? Http = null,
    string? Data = null,
    TimeSpan Wait = default,
    bool KeysAreTold = false);

/// <summary><c>worker</c>: computes for a coordinator until the run ends or this node is drained.</summary>
internal sealed class WorkerCommand : Verb<WorkerNodeOptions>
{
    private readonly CommandContext _context;
    private readonly Option<JoinPoint?> _join = OptionOf.Text(
        "--join",
        "HOST:PORT[,...]",
        "The coordinator, as it says where it listens, or all coordinators of the run; -: as the first line of standard input says.",
        "HOST:PORT, or several with commas between",
        JoinPoint.Parse);
    private readonly Option<DeviceChoice?> _devices = SharedOptions.Devices("Otherwise cpu:1.");
    private readonly Option<int?> _joinTimeout =
        OptionOf.Whole("--join-timeout", "T", "Give up joining after T seconds.", 1, 86_400, 60);
    private readonly Option<int?> _wait = OptionOf.Whole(
        "--wait-for-coordinator",
        "S",
        "Keep the version, and wait S seconds for a coordinator that has fallen silent to come back.",
        1,
        604_800,
        60);
    private readonly Option<string?> _run =
        OptionOf.Path("--run", "RUN", "Refuse to work for another configuration than this one's.");
    private readonly Option<ulong?> _seed = SharedOptions.Seed("That configuration's seed.");
    private readonly Option<string[]> _set = SharedOptions.Set();
    private readonly Option<string?> _data =
        SharedOptions.Data("Where the run's images lie on this machine: the same as the coordinator's, whatever they are called.");
    private readonly Option<HttpChoice?> _http = SharedOptions.Http("Otherwise any free port.");
    private readonly Option<string?> _keys = OptionOf.Text(
        "--keys", "-", "Secret and certificate, as train --hosts gives them on standard input.", "a dash", text => text == "-" ? text : null);
    private readonly AddressGroup _address = new("0: any free one.");

    internal WorkerCommand(CommandContext context)
        : base("worker", "Runs a worker node, which joins a coordinator.")
    {
        _context = context;
        _join.Required = true;
        _keys.Hidden = true;
        Take(_join, _devices, _joinTimeout, _wait, _data, _run, _seed, _set, _http, _keys);
        _address.AddTo(this);
        SharedOptions.OnlyWith(this, _run, _seed, _set);
    }

    internal override WorkerNodeOptions Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(_join)!.At,
        parsed.GetValue(_devices) ?? DeviceChoice.Processor,
        _address.Read(parsed),
        TimeSpan.FromSeconds(parsed.GetValue(_joinTimeout)!.Value),
        parsed.GetValue(_run),
        parsed.GetValue(_seed),
        parsed.GetValue(_set) ?? [],
        parsed.GetValue(_http),
        parsed.GetValue(_data),
        TimeSpan.FromSeconds(parsed.GetValue(_wait)!.Value),
        parsed.GetValue(_keys) is not null);

    internal override async Task<int> Run(WorkerNodeOptions options, CancellationToken stop)
    {
        if (_context.IsChild)
        {
            LastWords.Prepare(line =>
            {
                _context.Output.WriteLine(Supervisor.LastWordsPrefix + line);
                _context.Output.Flush();
                ProcessEnd.Now(ExitCodes.Failed);
            });
        }

        NodeTelemetry.CheckEnvironment();
        var devices = Devices(options);
        using var node = NodeIdentity.Resolve(
            options.Node, preferredPort: 0, Note, options.KeysAreTold ? NodeKeys.Read(await ParentWatch.Word(_context.IsChild)) : null);
        if (options.Join is { } given)
        {
            node.CheckJoin(given.At);
        }

        var configuration = Configuration(options);
        var join = Join(options, node);
        var http = HttpBinding.Resolve(options.Http, preferredPort: 0);
        if (node.Secret?.Note is { } warning)
        {
            Note(warning);
        }

        var page = new WorkerPage(() => join.IsCompletedSuccessfully ? join.Result.ToString() : "");

        // Of a collector that this machine can't reach, the coordinator beside it tells.
        var failed = _context.IsChild && !options.KeysAreTold ? (Action<string>)(_ => { }) : _context.Output.WriteLine;
        using var telemetry = NodeTelemetry.Start(http, node.Host, page, _context.Output.WriteLine, failed);
        var settings = new WorkerNodeSettings
        {
            Engine = new TrainingEngine(_context.Parts, devices, node, telemetry, DataOf(options, stop)),
            Own = _context.Parts.Names,
            Metrics = Reachable(telemetry.Address, node.Host),
            Workers = devices.Count,
            Secret = node.SecretBytes,
            Configuration = configuration,
            ConfigurationHash = configuration is null ? "" : RunIdentity.ConfigurationHash(configuration),
            JoinTimeout = options.JoinTimeout,
            SilenceTimeout = options.Wait,
            Note = Note,
            Joined = worker => _context.Output.WriteLine(Supervisor.JoinedPrefix + worker.Value),
        };
        var outcome = await WorkerNode.Run(
            node.ForAkka("worker.conf"),
            AddressesOf(join, node.Trust is not null),
            settings,
            telemetry.Health,
            address => _context.Output.WriteLine($"listening {address.Host}:{address.Port}"),
            stop);
        return Report(join.IsCompletedSuccessfully ? join.Result : null, outcome, node.Trust);
    }

    private IReadOnlyList<string> Devices(WorkerNodeOptions options)
    {
        // Before libtorch is loaded, if GPUs have to be looked for; the run's own choice of kernels comes with the run.
        if (options.Devices != DeviceChoice.Processor)
        {
            ProcessEnvironment.Apply("native");
        }

        var shares = DeviceShares.Here(options.Devices, nodes: 0);
        if (shares.Note is { } note)
        {
            Note(note);
        }

        return shares.Nodes[0];
    }

    private async Task<EndpointList> Join(WorkerNodeOptions options, NodeIdentity node)
    {
        if (options.Join is { } given)
        {
            return given;
        }

        var line = await ParentWatch.Word(_context.IsChild);
        var told = EndpointList.Parse(line) ?? throw new UserInputException(
            $"--join is -, and the first line of standard input is '{line}'; it takes HOST:PORT");
        node.CheckJoin(told.At);
        return told;
    }

    private static async Task<ImmutableArray<Address>> AddressesOf(Task<EndpointList> join, bool secured) =>
        [.. (await join).At.Select(at => ClusterHost.AddressOf(at.Host, at.Port, secured))];

    /// <summary>What there is to say of the data is said once a machine: by whoever started the run.</summary>
    private RunData DataOf(WorkerNodeOptions options, CancellationToken stop) => options.Join is null
        ? new RunData(options.Data, progress: null, stop)
        : new RunData(options.Data, CommandContext.Progress(), stop);

    /// <summary>A loopback address means nothing to those who reach this node at another one.</summary>
    private static string Reachable(string metrics, string host) =>
        Endpoint.Parse(metrics) is { } at && BindRules.IsLoopback(at.Host) && !BindRules.IsLoopback(host) ? "" : metrics;

    /// <summary>Null: whatever the coordinator has. One that is told where to join leaves it to the coordinator, which has the
    /// same run, to say what is wrong with it.</summary>
    private RunConfiguration? Configuration(WorkerNodeOptions options)
    {
        try
        {
            return options.Run is { } run
                ? RunRequest.Resolve(
                    _context.Parts, run, options.Settings, options.Seed, steps: null, images: null, workers: 1,
                    new RunData(options.Data, progress: null, CancellationToken.None)).Configuration
                : null;
        }
        catch (UserInputException) when (options.Join is null)
        {
            return null;
        }
    }

    private int Report(EndpointList? join, NodeOutcome outcome, NodeTrust? trust)
    {
        switch (outcome.End)
        {
            case NodeEnd.RunEnded:
                Note($"the run has ended: {outcome.Reason}");
                return ExitCodes.Done;
            case NodeEnd.RunFailed:
                _context.Error.WriteLine($"the run has failed: {outcome.Reason}");
                return ExitCodes.RunFailed;
            case NodeEnd.Drained:
                Note("drained");
                return ExitCodes.Done;
            case NodeEnd.Refused:
                _context.Error.WriteLine($"{join}: {outcome.Reason}");
                return ExitCodes.BadInput;
            case NodeEnd.NoCoordinator:
                var trusted = trust is null ? "has no --certificate either" : $"trusts this node's certificate {trust.Fingerprint}";
                _context.Error.WriteLine(
                    $"{join}: {outcome.Reason}; check --join, that the coordinator runs, and that it {trusted}");
                return ExitCodes.BadInput;
            default:
                _context.Error.WriteLine($"failed: {outcome.Reason}");
                return ExitCodes.Failed;
        }
    }

    private void Note(string line) => _context.Error.WriteLine(line);
}
