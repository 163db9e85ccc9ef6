using System.Globalization;
using GanCluster.Node.Commands;

namespace GanCluster.Node.Supervision;

/// <summary>The command lines of a run's child nodes.</summary>
internal static class NodeArguments
{
    /// <summary>For all workers to start and join; one that ended before it joined must not keep the others waiting.</summary>
    private const int JoinTimeoutSeconds = 60;

    // Values are joined to their options by '=', so that one may begin with a dash.
    internal static IReadOnlyList<string> Coordinator(TrainOptions train) =>
    [
        "coordinator", train.Run, "--port=0",
        .. Given("--workers", train.Nodes * train.WorkersPerNode),
        .. Given("--join-timeout", JoinTimeoutSeconds),
        .. Given("--steps", train.Steps),
        .. Given("--seconds", train.Seconds),
        .. Given("--images", train.Images),
        .. Given("--seed", train.Seed),
        .. Given("--out", train.Out),
        .. train.Settings.Select(setting => $"--set={setting}"),
        .. train.Resume ? ["--resume"] : Array.Empty<string>(),
        .. train.Json ? ["--json"] : Array.Empty<string>(),
    ];

    /// <param name="join">The coordinator's own words for where it listens.</param>
    internal static IReadOnlyList<string> Worker(string join, int workers) =>
        ["worker", $"--join={join}", $"--devices=cpu:{workers}"];

    private static string[] Given(string option, object? value) =>
        value is null ? [] : [string.Create(CultureInfo.InvariantCulture, $"{option}={value}")];
}
