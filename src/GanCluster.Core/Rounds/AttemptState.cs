using System.Collections.Immutable;
using GanCluster.Core.Hashing;

namespace GanCluster.Core.Rounds;

/// <summary>
/// An attempt as the parameter averaging knows it, from its opening to its end: a fold of what its participants say and of what
/// is decided.
/// <code>
///          every participant has reported, one hash
///   Open -----------------------------------------------> Committed (by way of a majority of journals, if there are any)
///     |    a participant lost, silent, at odds, or without the result that others hold; an exchange broken; a sum that is not
///     |    finite
///     +-------------------------------------------------> Abandoned
/// </code>
/// </summary>
public sealed record AttemptState(Attempt Attempt, TimeSpan OpenedAt)
{
    public AttemptId Id => Attempt.Id;

    public ImmutableSortedDictionary<WorkerId, TimeSpan> LastProgress { get; init; } =
        Attempt.Ranges.ToImmutableSortedDictionary(r => r.Key, _ => OpenedAt);

    /// <summary>Participants that have not reported, the one that has been silent for longest first.</summary>
    public ImmutableSortedSet<(TimeSpan Since, WorkerId Worker)> Silent { get; init; } =
        [.. Attempt.Ranges.Keys.Select(worker => (OpenedAt, worker))];

    public ImmutableSortedDictionary<WorkerId, Combined> Reports { get; init; } =
        ImmutableSortedDictionary<WorkerId, Combined>.Empty;

    /// <summary>When a participant first held the result: from then on nobody waits for what is still to be computed.</summary>
    public TimeSpan? FirstReportAt { get; init; }

    public ExchangeBroken? Broken { get; init; }

    public NotFinite? NotFinite { get; init; }

    /// <summary>Why the coordinator has it ended, if it has.</summary>
    public string? EndReason { get; init; }

    /// <summary>A majority of journals has to have the round before it is committed.</summary>
    public bool NeedsJournals { get; init; }

    /// <summary>What journals are asked to write; nothing can abandon the attempt any more, for they may have.</summary>
    public Hash128? Writing { get; init; }

    /// <summary>They have.</summary>
    public bool IsWritten { get; init; }

    /// <summary>The commit that it ended with, if it did.</summary>
    public Committed? Commit { get; init; }

    /// <summary>Committed or abandoned: nothing that is still said of it counts.</summary>
    public bool Over { get; init; }

    /// <summary>The same instance if the word is stale, repeated, or not a participant's.</summary>
    public AttemptState Apply(TimeSpan now, IAttemptEvent e)
    {
        if (Over || e.Id != Id || !Attempt.Ranges.ContainsKey(e.Worker) || Reports.ContainsKey(e.Worker))
        {
            return this;
        }

        return e switch
        {
            Combined report => this with
            {
                Reports = Reports.Add(report.Worker, report),
                Silent = Silent.Remove((LastProgress[report.Worker], report.Worker)),
                FirstReportAt = FirstReportAt ?? now,
            },
            ExchangeBroken broken => this with { Broken = Broken ?? broken },
            NotFinite diverged => this with { NotFinite = NotFinite ?? diverged },
            _ => this with
            {
                LastProgress = LastProgress.SetItem(e.Worker, now),
                Silent = Silent.Remove((LastProgress[e.Worker], e.Worker)).Add((now, e.Worker)),
            },
        };
    }

    /// <summary>A majority of journals has the attempt's round.</summary>
    public AttemptState ApplyWritten(AttemptId written) => Over || written != Id ? this : this with { IsWritten = true };

    /// <summary>The coordinator has it ended, unless it is over already.</summary>
    public AttemptState Apply(EndAttempt end) => Over || end.Id != Id ? this : this with { EndReason = end.Reason };

    public AttemptState Apply(AveragingDecision decision) => decision switch
    {
        AveragingDecision.Write write => this with { Writing = write.Hash },
        AveragingDecision.Commit commit => this with
        {
            Over = true,
            Commit = CommitOf(commit.Hash),
        },
        AveragingDecision.Abandon => this with { Over = true },
        _ => this,
    };

    internal Committed CommitOf(Hash128 hash) => new(Id, Attempt.Version + 1, Attempt.Steps.End, hash);
}
