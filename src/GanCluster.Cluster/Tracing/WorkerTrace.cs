using System.Diagnostics;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Tracing;

/// <summary>A worker's part of an attempt's trace, on its own thread.</summary>
internal static class WorkerTrace
{
    /// <summary>From the assignment's beginning to its result, waiting for others included. It is the thread's current activity,
    /// by which <see cref="TracedExchange"/> finds it.</summary>
    internal static Activity? Compute(RoundAssignment assignment, WorkerId worker)
    {
        var span = Begin("compute", assignment.Id, worker, assignment.Trace);
        span?.SetTag("gancluster.replicas", assignment.Ranges.Sum(range => range.Count));
        return Activity.Current = span;
    }

    /// <param name="trace">Of the assignment that is committed.</param>
    internal static Activity? Commit(AttemptId id, WorkerId worker, string trace) => Begin("commit", id, worker, trace);

    /// <param name="word">Null: the assignment was stale.</param>
    internal static void Computed(this Activity span, IAttemptEvent? word)
    {
        if (word is Combined report)
        {
            span.SetTag("gancluster.compute.seconds", report.ComputeSeconds);
        }

        span.End(word switch
        {
            Combined => null,
            NotFinite diverged => diverged.Where.ToString(),
            _ => "the assignment was stale",
        });
    }

    /// <summary>Nobody traces what the coordinator does not trace.</summary>
    private static Activity? Begin(string name, AttemptId id, WorkerId worker, string trace) =>
        trace.Length > 0 && ActivityContext.TryParse(trace, traceState: null, isRemote: true, out var parent)
            ? RoundSpans.Begin(name, id, parent, worker)
            : null;
}
