using GanCluster.Core;
using GanCluster.Training.Devices;

namespace GanCluster.Node.Devices;

/// <summary>Which devices each node of a run on this machine computes on.</summary>
/// <param name="Nodes">A device for each worker of each node; one list where the run is in one process.</param>
/// <param name="Kind">Of all of them.</param>
/// <param name="Note">What was chosen and why; null where nothing was.</param>
internal sealed record DeviceShares(IReadOnlyList<IReadOnlyList<string>> Nodes, string Kind, string? Note)
{
    private const int UsualNodes = 2;

    internal int Workers => Nodes.Sum(node => node.Count);

    /// <summary>On this machine. Loads libtorch where GPUs may be asked for.</summary>
    /// <inheritdoc cref="Of"/>
    internal static DeviceShares Here(DeviceChoice choice, int? nodes) => Of(
        choice,
        choice.Named?.All(device => device == DeviceKind.Cpu) is true ? [] : Gpus.Names,
        Environment.ProcessorCount,
        nodes);

    /// <summary>A list of processors is each node's; GPUs are dealt out in turn, for one has one worker.</summary>
    /// <param name="gpus">The machine's, by their names.</param>
    /// <param name="nodes">0: this process; null: of GPUs as many as there are, two at most, else two.</param>
    /// <exception cref="UserInputException">A device is not there, they are of several kinds, or too few.</exception>
    internal static DeviceShares Of(DeviceChoice choice, IReadOnlyList<string> gpus, int processors, int? nodes)
    {
        if (choice.Named is not { } named)
        {
            return Chosen(gpus, processors, nodes);
        }

        var kind = DeviceKind.Of(named, gpus);
        return kind == DeviceKind.Cpu
            ? new([.. Enumerable.Repeat(named, Math.Max(1, nodes ?? UsualNodes))], kind, Note: null)
            : new(Dealt(named, nodes), kind, Note: null);
    }

    private static DeviceShares Chosen(IReadOnlyList<string> gpus, int processors, int? nodes)
    {
        if (gpus.Count > 0)
        {
            // Those of another kind than the first stay idle.
            List<string> named = [.. Enumerable.Range(0, gpus.Count).Where(i => gpus[i] == gpus[0]).Select(i => $"cuda:{i}")];
            return new(Dealt(named, nodes), gpus[0], $"--devices auto: {DeviceChoice.Text(named)}, a worker on each {gpus[0]}");
        }

        var count = Math.Max(1, nodes ?? UsualNodes);
        var each = Math.Max(1, processors / count);
        var where = nodes == 0 ? "in this process" : $"on each of {count} nodes";
        return new(
            [.. Enumerable.Repeat<IReadOnlyList<string>>([.. Enumerable.Repeat(DeviceKind.Cpu, each)], count)],
            DeviceKind.Cpu,
            $"--devices auto: no GPU, so cpu:{each} {where}: a worker takes one of {processors} processors");
    }

    private static IReadOnlyList<IReadOnlyList<string>> Dealt(IReadOnlyList<string> gpus, int? nodes)
    {
        var count = Math.Max(1, nodes ?? Math.Min(UsualNodes, gpus.Count));
        return count <= gpus.Count
            ? [.. Enumerable.Range(0, count).Select(node => gpus.Where((_, i) => i % count == node).ToList())]
            : throw new UserInputException($"--devices has {gpus.Count} GPU{(gpus.Count == 1 ? "" : "s")} for {count} nodes, and a GPU has one worker: "
                + $"give --nodes {gpus.Count}, or 0");
    }
}
