using System.Diagnostics;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Tracing;

/// <summary>
/// The coordinator's part of an attempt's trace. Single-threaded, like the averaging that it follows.
/// <code>
///   round   from the opening to the commit or abandonment
///     assign   until every participant has shown life
///     commit   from the last report, with what a majority of journals takes to write it
/// </code>
/// Beneath the same round lie the parts of the workers, which are told its context in their assignments.
/// </summary>
internal sealed class AttemptTrace
{
    private readonly AttemptId _id;
    private readonly Activity _round;
    private readonly HashSet<WorkerId> _awaited;
    private Activity? _assign;
    private Activity? _commit;

    private AttemptTrace(Attempt attempt, Activity round)
    {
        (_id, _round, _awaited) = (attempt.Id, round, [.. attempt.Ranges.Keys]);
        _assign = RoundSpans.Begin("assign", _id, round.Context);
        round.SetTag("gancluster.course", attempt.Course);
        round.SetTag("gancluster.step.first", attempt.Steps.First);
        round.SetTag("gancluster.step.count", attempt.Steps.Count);
        round.SetTag("gancluster.workers", attempt.Ranges.Count);
    }

    /// <summary>As W3C writes it (<c>traceparent</c>).</summary>
    internal string Context => _round.Id!;

    /// <returns>Null: nobody wants a trace.</returns>
    internal static AttemptTrace? Open(Attempt attempt) =>
        RoundSpans.Begin("round", attempt.Id, parent: default) is { } round ? new AttemptTrace(attempt, round) : null;

    /// <summary>A word of its worker; of another attempt it shows nothing.</summary>
    internal void Heard(IAttemptEvent word)
    {
        if (_assign is { } assign && word.Id == _id && _awaited.Remove(word.Worker) && _awaited.Count == 0)
        {
            assign.SetTag("gancluster.worker.last", word.Worker.Value);
            assign.End();
            _assign = null;
        }
    }

    /// <summary>All have reported the same.</summary>
    internal void Commits(AttemptId id)
    {
        if (id == _id)
        {
            _commit ??= RoundSpans.Begin("commit", _id, _round.Context);
        }
    }

    internal void Ended(IAttemptEnd end) => Ended(
        end is AttemptCommitted ? "committed" : "abandoned", (end as AttemptAbandoned)?.Reason);

    /// <summary>Whoever followed the attempt has ended before it.</summary>
    internal void Left() => Ended("left", "the coordinator has ended");

    private void Ended(string outcome, string? failure)
    {
        _assign?.End(failure);
        _commit?.End(failure);
        _round.SetTag("gancluster.outcome", outcome);
        _round.End(failure);
    }
}
