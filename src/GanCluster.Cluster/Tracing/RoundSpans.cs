using System.Diagnostics;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Tracing;

/// <summary>Begins and ends the spans of rounds. While nobody listens there are none, and nothing is allocated.</summary>
internal static class RoundSpans
{
    private static readonly ActivitySource Source = new(RoundTraces.SourceName);

    /// <summary>The thread's own activity is left as it is: an actor's thread goes on to other actors' messages.</summary>
    /// <param name="parent">None: it begins a trace.</param>
    /// <param name="worker">Whose part it is; null: the coordinator's.</param>
    /// <returns>Null: nobody wants it.</returns>
    internal static Activity? Begin(string name, AttemptId id, ActivityContext parent, WorkerId? worker = null)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var current = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(name, ActivityKind.Internal, parent);
        Activity.Current = current;
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("gancluster.run", id.Run.Value);
            span.SetTag("gancluster.term", id.Term);
            span.SetTag("gancluster.round", id.Round);
            span.SetTag("gancluster.attempt", id.Attempt);
            if (worker is { } whose)
            {
                span.SetTag("gancluster.worker", whose.Value);
            }
        }

        return span;
    }

    /// <param name="failure">Why it came to nothing; null: it did not.</param>
    internal static void End(this Activity span, string? failure = null)
    {
        if (failure is not null)
        {
            span.SetStatus(ActivityStatusCode.Error, failure);
        }

        var current = Activity.Current;
        span.Stop();
        Activity.Current = current == span ? null : current;
    }
}
