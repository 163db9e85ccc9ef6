using System.Diagnostics.Tracing;
using System.Globalization;

namespace GanCluster.Telemetry.Collector;

/// <summary>Says once that a collector does not take what it is sent. The exporter tells it nobody but its event source, and goes
/// on.</summary>
internal sealed class CollectorFailures(Uri collector, Action<string> note) : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private const string Thrown = "Exception: ";
    private const int Longest = 200;
    private int _said;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter)
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (Interlocked.Exchange(ref _said, 1) == 0)
        {
            note($"the OpenTelemetry collector at {collector.Authority} does not take what it is sent ({Reason(eventData)}); "
                + "what it misses is dropped, and the run goes on");
        }
    }

    /// <summary>Of an exception what its first line says.</summary>
    private static string Reason(EventWrittenEventArgs e)
    {
        var line = string.Format(CultureInfo.InvariantCulture, e.Message ?? e.EventName ?? "", [.. e.Payload ?? []]).Split('\n')[0].Trim();
        var text = line[(line.LastIndexOf(Thrown, StringComparison.Ordinal) is >= 0 and var at ? at + Thrown.Length : 0)..];
        return text.Length > Longest ? text[..Longest] + "..." : text;
    }
}
