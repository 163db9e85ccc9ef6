using System.Collections.Concurrent;
using System.Diagnostics;
using GanCluster.Core.Observers;

namespace GanCluster.Cluster.Tests.Tracing;

/// <summary>Listens to the spans of rounds that this process makes, whichever test has them made.</summary>
internal sealed class HeardSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    /// <param name="sampled">What becomes of a round; what is beneath it is as its round is.</param>
    internal HeardSpans(ActivitySamplingResult sampled = ActivitySamplingResult.AllDataAndRecorded)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RoundTraces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent == default ? sampled
                : options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    internal IReadOnlyList<Activity> Ended => [.. _ended];

    public void Dispose() => _listener.Dispose();
}
