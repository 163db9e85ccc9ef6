using System.Globalization;
using GanCluster.Node.Devices;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Training.Devices;

namespace GanCluster.Node.Supervision;

/// <summary>The command lines of a run's child nodes.</summary>
internal static class NodeArguments
{
    /// <summary>For all workers to start and join; one that ended before it joined must not keep the others waiting.</summary>
    private const int JoinTimeoutSeconds = 60;

    /// <summary>The same on other machines, which may have to bring the run's data first.</summary>
    private const int RemoteJoinTimeoutSeconds = 180;

    /// <summary>The command that tries a run's own modules.</summary>
    internal const string TrialWord = "trial";

    // Values are joined to their options by '=', so that one may begin with a dash.
    /// <param name="place">Of several, in their list.</param>
    internal static IReadOnlyList<string> Coordinator(TrainOptions train, int place = 0) =>
    [
        "coordinator", train.Run.Run, $"--port={train.Peers?.At[place].Port ?? 0}",
        .. Given("--peers", train.Peers),
        .. Given("--workers", train.Workers),
        .. Given("--join-timeout", train.Hosts is null ? JoinTimeoutSeconds : RemoteJoinTimeoutSeconds),
        .. Given("--steps", train.Run.Steps),
        .. Given("--seconds", train.Run.Seconds),
        .. Given("--images", train.Run.Images),
        .. Given("--seed", train.Run.Seed),
        .. Given("--out", train.Peers is null ? train.Run.Out : CoordinatorFolders.Of(train.Run.Out!, place)),
        .. Given("--from", train.Run.From),
        .. Given("--data", train.Run.Data),
        .. Given("--http", place > 0 && train.Run.Http is { At: not null } ? "0" : train.Run.Http),
        .. Given("--safe-every", train.Run.SafeEvery?.TotalSeconds),
        .. train.Run.Settings.Select(setting => $"--set={setting}"),
        .. train.Shares is { Kind: not DeviceKind.Cpu } shares ? [$"--devices={DeviceChoice.Text(shares.Nodes[0])}"] : Array.Empty<string>(),
        .. train.Run.Resume && (place == 0 || RunFolder.HoldsRun(CoordinatorFolders.Of(train.Run.Out!, place))) ? ["--resume"] : Array.Empty<string>(),
        .. train.Run.Json ? ["--json"] : Array.Empty<string>(),
    ];

    /// <summary>It is told on its standard input where the coordinator listens, and is given the run to be ready for it by then.
    /// </summary>
    /// <param name="node">Counted from 0.</param>
    internal static IReadOnlyList<string> Worker(TrainOptions train, int node) =>
    [
        "worker", "--join=-", $"--devices={train.DevicesOf(node)}",
        $"--run={train.Run.Run}",
        .. Given("--data", train.Run.Data),
        .. Given("--seed", train.Run.Seed),
        .. train.Run.Settings.Select(setting => $"--set={setting}"),
        .. train.Run.Http is { At: null } ? ["--http=off"] : Array.Empty<string>(),
    ];

    /// <summary>It is told secret and certificate on its standard input as well, and gets the run's configuration from the coordinator:
    /// a file of it may not be there.</summary>
    /// <param name="address">What other nodes reach it at.</param>
    internal static IReadOnlyList<string> RemoteWorker(TrainOptions train, string address) =>
    [
        "worker", "--join=-", "--keys=-", $"--host={address}", $"--devices={train.DevicesOf(node: 0)}",
        .. Given("--data", train.Run.Data),
        .. train.Run.Http is { At: null } ? ["--http=off"] : Array.Empty<string>(),
    ];

    /// <param name="run">As <c>train</c> has it.</param>
    internal static IReadOnlyList<string> Trial(string run, ulong? seed, IEnumerable<string> settings, string? data) =>
        [TrialWord, run, .. Given("--seed", seed), .. Given("--data", data), .. settings.Select(setting => $"--set={setting}")];

    private static string[] Given(string option, object? value) =>
        value is null ? [] : [string.Create(CultureInfo.InvariantCulture, $"{option}={value}")];
}
