using System.CommandLine;
using GanCluster.Node.Devices;

namespace GanCluster.Node.Options;

/// <summary>What a run is and where it goes, whoever computes it.</summary>
/// <param name="Run">A name from cluster-config/runs, or a file.</param>
/// <param name="Steps">
/// At most one of this, <paramref name="Seconds"/> and <paramref name="Images"/> is given; none: the horizon.
/// </param>
/// <param name="Seed">Stands in for the configuration's.</param>
/// <param name="Settings"><c>key=value</c>, unchecked, in the order given.</param>
/// <param name="Http">Of the page and /metrics; null: not given.</param>
/// <param name="From">The folder of a run whose weights it begins with.</param>
/// <param name="Data">Where its images lie; null: by the name that the configuration has. Absolute.</param>
/// <param name="SafeEvery">How old the coordinator's copy of the version may be, over nodes; null: not given.</param>
internal sealed record RunOptions(
    string Run,
    long? Steps,
    double? Seconds,
    long? Images,
    ulong? Seed,
    string? Out,
    bool Resume,
    IReadOnlyList<string> Settings,
    bool Json,
    HttpChoice? Http = null,
    string? From = null,
    string? Data = null,
    TimeSpan? SafeEvery = null);

/// <param name="Nodes">0: everything in this process.</param>
/// <param name="Devices">What its workers compute on; null: <paramref name="WorkersPerNode"/> on the processor.</param>
/// <param name="NodesAreOpen">Whether the number of nodes was not given, and may follow from that of GPUs.</param>
/// <param name="Coordinators">Over nodes: each a process beside the others.</param>
internal sealed record TrainOptions(
    RunOptions Run, int Nodes, int WorkersPerNode, DeviceChoice? Devices = null, bool NodesAreOpen = false, int Coordinators = 1)
{
    /// <summary>Where the coordinators are to listen; null: there is one, at any port.</summary>
    internal EndpointList? Peers { get; init; }

    /// <summary>The devices of each node; null before they are known, or where none were given.</summary>
    internal DeviceShares? Shares { get; init; }

    /// <summary>Other machines that compute; null: none.</summary>
    internal HostsOptions? Hosts { get; init; }

    /// <summary>At least: how many <c>auto</c> gives, another machine knows itself.</summary>
    internal int Workers => Shares?.Workers ?? Nodes * (Devices is null ? WorkersPerNode : Devices.Named?.Count ?? 1);

    /// <param name="node">Counted from 0.</param>
    internal string DevicesOf(int node) => Shares is { } shares
        ? DeviceChoice.Text(shares.Nodes[node])
        : Devices is { } asked ? asked.Named is { } named ? DeviceChoice.Text(named) : "auto" : $"cpu:{WorkersPerNode}";
}

/// <summary>What <c>train</c> and <c>coordinator</c> take about the run itself.</summary>
internal sealed class RunGroup
{
    private readonly Argument<string> _run = SharedOptions.Run();

    private readonly Option<long?> _steps = SharedOptions.Steps("Stop after S steps.");

    private readonly Option<double?> _seconds = OptionOf.Seconds("Stop after T seconds.");

    private readonly Option<long?> _images = SharedOptions.Images("Stop after N real images.");

    private readonly Option<ulong?> _seed = SharedOptions.Seed("The run's seed, instead of the configuration's.");

    private readonly Option<string?> _out =
        OptionOf.Path("--out", "DIR", "The run's folder. Otherwise the next runs/NNNN-RUN-seedS here.");

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on from the last checkpoint in DIR, or in the newest unfinished folder of RUN under ./runs.",
    };

    private readonly Option<string?> _from = OptionOf.Path(
        "--from", "DIR", "Begin with the weights that the run in DIR ended with: its averaged generator and its discriminator.");

    private readonly Option<string?> _data = SharedOptions.Data(
        "The images, a folder of them or of IDX files, instead of the run's own data. With --resume: where the run's lie here.");

    private readonly Option<int?> _safeEvery = OptionOf.Whole(
        "--safe-every",
        "S",
        "Over nodes: the coordinator has a copy of the weights no older than S seconds, from which the run goes on if every worker "
            + "is lost. Otherwise 30.",
        1,
        86_400);

    private readonly Option<string[]> _set = SharedOptions.Set();

    private readonly Option<bool> _json = SharedOptions.Json("End with one line of JSON on the output.");

    private readonly Option<HttpChoice?> _http = SharedOptions.Http("Otherwise 8080 or the next free one.");

    internal void AddTo(Command command)
    {
        command.Arguments.Add(_run);
        foreach (var option in new Option[]
        {
            _steps, _seconds, _images, _seed, _out, _resume, _from, _data, _safeEvery, _set, _json, _http,
        })
        {
            command.Options.Add(option);
        }

        SharedOptions.AtMostOne(command, _steps, _seconds, _images);
        SharedOptions.AtMostOne(command, _resume, _from);
    }

    internal RunOptions Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(_run),
        parsed.GetValue(_steps),
        parsed.GetValue(_seconds),
        parsed.GetValue(_images),
        parsed.GetValue(_seed),
        parsed.GetValue(_out),
        parsed.GetValue(_resume),
        parsed.GetValue(_set) ?? [],
        parsed.GetValue(_json),
        parsed.GetValue(_http),
        parsed.GetValue(_from),
        parsed.GetValue(_data),
        parsed.GetValue(_safeEvery) is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
}
