using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GanCluster.Telemetry.Metrics;

/// <summary>Counts what this process records, as long as it lives.</summary>
public sealed class RecordingCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public RecordingCount()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == GanClusterInstruments.MeterName && !instrument.IsObservable)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => Interlocked.Increment(ref _count));
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _count));
        _listener.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}

/// <summary>What one recording takes, with whatever listens to the instruments at the time.</summary>
public static class RecordingCost
{
    private const int Repetitions = 100_000;

    /// <summary>
    /// Nanoseconds of the dearest kind, a timed phase: two readings of the clock and a histogram's bucket. Leaves its recordings
    /// behind, so it comes last.
    /// </summary>
    public static double NanosecondsEach(GanClusterInstruments instruments)
    {
        Time(instruments);
        return Time(instruments).TotalNanoseconds / Repetitions;
    }

    private static TimeSpan Time(GanClusterInstruments instruments)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Repetitions; i++)
        {
            instruments.PhaseEnded(Phase.Exchange, Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp()));
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
