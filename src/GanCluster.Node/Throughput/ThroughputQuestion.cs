using GanCluster.Node.Devices;
using GanCluster.Node.Options;

namespace GanCluster.Node.Throughput;

/// <summary>Which run's pace is measured, over which workers.</summary>
/// <param name="Run">A name from cluster-config/runs, or a file.</param>
/// <param name="Nodes">0: this process.</param>
/// <param name="Steps">After the warm-up; null: sixty.</param>
/// <param name="Data">Where the run's images lie; null: by the name that it has.</param>
/// <param name="Http">Null: nothing is served, and no recording measured.</param>
internal sealed record ThroughputQuestion(
    string Run,
    int Nodes,
    int WorkersPerNode,
    long? Steps,
    ulong? Seed,
    IReadOnlyList<string> Settings,
    HttpChoice? Http = null,
    string? Data = null,
    DeviceChoice? Devices = null,
    bool NodesAreOpen = false)
{
    /// <summary>Steps.</summary>
    internal const int WarmUp = 5;

    private const int StandardSteps = 60;

    internal long MeasuredSteps => Steps ?? StandardSteps;
}
