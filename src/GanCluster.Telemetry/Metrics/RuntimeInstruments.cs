using System.Collections.Frozen;
using OpenTelemetry.Metrics;

namespace GanCluster.Telemetry.Metrics;

/// <summary>What the .NET runtime tells of this process: of its meter's instruments those that a node is judged by. Others of them
/// have names that Prometheus keeps for another kind, or count up what goes down as well.</summary>
internal static class RuntimeInstruments
{
    internal const string MeterName = "System.Runtime";

    private static readonly FrozenSet<string> Shown = FrozenSet.Create(
        StringComparer.Ordinal,
        "dotnet.process.cpu.time",
        "dotnet.process.memory.working_set",
        "dotnet.gc.last_collection.heap.size",
        "dotnet.gc.heap.total_allocated",
        "dotnet.gc.collections",
        "dotnet.gc.pause.time",
        "dotnet.monitor.lock_contentions");

    internal static MeterProviderBuilder AddRuntime(this MeterProviderBuilder builder) => builder.AddMeter(MeterName).AddView(
        instrument => instrument.Meter.Name == MeterName && !Shown.Contains(instrument.Name) ? MetricStreamConfiguration.Drop : null);
}
