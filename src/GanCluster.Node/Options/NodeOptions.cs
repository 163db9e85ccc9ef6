using GanCluster.Core;

namespace GanCluster.Node.Options;

/// <summary>Where a node is reached and what it proves itself with; unchecked but for the form of each value.</summary>
/// <param name="Host">What the others reach this node at.</param>
/// <param name="Bind">What it listens on; null: <paramref name="Host"/>.</param>
/// <param name="Port">Of the control plane. 0: any free one; null: not given, so the command's own choice.</param>
/// <param name="DataPort">Of the data plane. 0: any free one.</param>
internal sealed record NodeAddressOptions(
    string Host, string? Bind, int? Port, int DataPort, string? SecretFile, string? Certificate);

/// <param name="Workers">The first round waits for so many.</param>
/// <param name="JoinTimeout">For how long it waits for them; null: until they come.</param>
internal sealed record CoordinatorOptions(RunOptions Run, int Workers, TimeSpan? JoinTimeout, NodeAddressOptions Node);

/// <param name="Devices">One for each worker: <c>cpu</c> or <c>cuda:I</c>.</param>
/// <param name="Run">
/// If given, the configuration that the coordinator's has to equal, with <paramref name="Seed"/> and
/// <paramref name="Settings"/> as in <see cref="RunOptions"/>.
/// </param>
internal sealed record WorkerNodeOptions(
    Endpoint Join,
    IReadOnlyList<string> Devices,
    NodeAddressOptions Node,
    TimeSpan JoinTimeout,
    string? Run,
    ulong? Seed,
    IReadOnlyList<string> Settings,
    HttpChoice? Http = null);

/// <param name="Out">A PFX file that does not exist yet.</param>
internal sealed record CertificateOptions(string Out);
