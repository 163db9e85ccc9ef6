using GanCluster.Core.Observers;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace GanCluster.Telemetry.Collector;

/// <summary>The spans of rounds on their way from this process to a collector. They wait in a queue of bounded length, which a thread of
/// the SDK's empties; what finds no room is dropped, and nobody who trains waits.</summary>
public sealed class CollectorExport : IDisposable
{
    /// <summary>What a collector that does not answer may hold up a process's end: less than worker nodes have when their run is
    /// over.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly CollectorFailures _failures;
    private readonly TracerProvider? _traces;

    private CollectorExport(CollectorFailures failures, TracerProvider? traces) => (_failures, _traces) = (failures, traces);

    /// <summary>Null: there is no collector.</summary>
    /// <param name="note">Told once if it can't be reached.</param>
    public static CollectorExport? Start(CollectorChoice choice, Action<string> note) =>
        (choice.Traces ?? choice.Metrics) is { } collector
            ? new CollectorExport(new CollectorFailures(collector, note), choice.Traces is null ? null : Traces())
            : null;

    /// <summary>Sends what is left, as far as a second goes.</summary>
    /// <param name="metrics">Ended with it, in the same second.</param>
    public void End(MeterProvider? metrics)
    {
        var (limit, traces) = ((int)Farewell.TotalMilliseconds, _traces);
        Task.WaitAll(Task.Run(() => traces?.Shutdown(limit)), Task.Run(() => metrics?.Shutdown(limit)));
        Dispose();
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _failures.Dispose();
    }

    private static TracerProvider Traces() => Sdk.CreateTracerProviderBuilder()
        .ConfigureResource(resource => resource.AddNode())
        .AddSource(RoundTraces.SourceName)
        .AddOtlpExporter()
        .Build();
}
