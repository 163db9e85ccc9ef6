using System.Collections.Immutable;
using GanCluster.Core.Health;
using GanCluster.Core.Rounds;

namespace GanCluster.Core.Terms;

public sealed record TermOptions
{
    public required CoordinatorId Self { get; init; }

    /// <summary>All coordinators of the run, this one among them: an odd number, the same on every node.</summary>
    public required ImmutableArray<CoordinatorId> List { get; init; }

    /// <summary>How long the others may take to answer before they are asked again. Default: 1 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often journals that have all rows are asked whether the office stands. Default: 3 s.</summary>
    public TimeSpan AskEvery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a candidate that was not granted its office waits before it asks for the next; doubled at each try, up to
    /// eight times. Default: 0.5 s.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>From 0 to 1, another for each node: its backoff is longer by it, so that two that collide do not again.</summary>
    public double Spread { get; init; }

    public int Majority => (List.Length / 2) + 1;

    public IEnumerable<CoordinatorId> Others => List.Where(c => c != Self);
}

/// <summary>
/// A coordinator node's place among the others, a fold of what it hears and decides.
/// <code>
///              proposed                a majority grants           its journal has the newest of their rows
///   StandsBy ------------> Asking -------------------------> Adopting ---------------------> Confirming
///      ^                     ^  |  not granted in time          |                               |  a majority has it written
///      |                     +--+  wait, ask for the next       |                               v  in this office
///      +--------------------------------------------------------+---------------------------- Acting
///        a later office was promised by anybody
/// </code>
/// </summary>
public enum TermPhase
{
    StandsBy,
    Asking,
    Adopting,
    Confirming,
    Acting,
}

/// <inheritdoc cref="TermPhase"/>
public sealed record TermState
{
    public TermPhase Phase { get; init; }

    /// <summary>It is a candidate (<see cref="Candidacy"/>).</summary>
    public bool IsProposed { get; init; }

    /// <summary>The highest office that anybody is known to have promised.</summary>
    public long Known { get; init; }

    /// <summary>The office that it asks for or holds.</summary>
    public long Office { get; init; }

    /// <summary>Offices asked for in vain since it last stood by or acted.</summary>
    public int Tries { get; init; }

    /// <summary>When it last sent what takes an answer.</summary>
    public TimeSpan SentAt { get; init; }

    /// <summary>When it last came nearer to acting, or was given something to commit.</summary>
    public TimeSpan Since { get; init; }

    /// <summary>Who grants the office, with their newest rows.</summary>
    public ImmutableSortedDictionary<CoordinatorId, JournalRow?> Grants { get; init; } =
        ImmutableSortedDictionary<CoordinatorId, JournalRow?>.Empty;

    /// <summary>The run's rows, as this node's journal has them or is about to.</summary>
    public ImmutableList<JournalRow> Rows { get; init; } = [];

    /// <summary>What another journal told and its own has not written yet.</summary>
    public JournalRow? Told { get; init; }

    /// <summary>Of the newest request to write or to confirm.</summary>
    public long Number { get; init; }

    /// <summary>Whose journals have answered it.</summary>
    public ImmutableSortedSet<CoordinatorId> Written { get; init; } = [];

    /// <summary>Journals that need an earlier row first.</summary>
    public ImmutableSortedDictionary<CoordinatorId, long> Wants { get; init; } =
        ImmutableSortedDictionary<CoordinatorId, long>.Empty;

    /// <summary>Something is to be committed or confirmed, and a majority has not written it yet.</summary>
    public bool IsPending { get; init; }

    /// <summary>What is due has not been sent since the last event that made it so.</summary>
    public bool IsDue { get; init; }

    public JournalRow? Newest => Rows.IsEmpty ? null : Rows[^1];

    /// <summary>The row as the next of the journal, in this office. A check that is judged moves the run nowhere.</summary>
    public JournalRow Next(JournalRow row) => Newest is not { } newest ? row with { Office = Office } : row with
    {
        Office = Office,
        Place = newest.Place + 1,
        Id = row.Entry is HealthEntry.Judged ? row.Id with { Round = newest.After.Round } : row.Id,
        After = row.Entry is HealthEntry.Judged ? newest.After : row.After,
        Steps = row.Entry is HealthEntry.Judged ? new StepSpan(newest.After.Step, 0) : row.Steps,
    };

    /// <summary>The newest of the rows that the grants show, and who has it.</summary>
    public (CoordinatorId Holder, JournalRow? Row) Best => Grants.Aggregate(
        (Holder: default(CoordinatorId), Row: (JournalRow?)null),
        (best, grant) => JournalRow.IsNewer(grant.Value, best.Row) ? (grant.Key, grant.Value) : best);

    /// <summary>The row of the place, or the first.</summary>
    public (JournalRow? Row, JournalRow? Before) At(long place)
    {
        if (Rows.IsEmpty)
        {
            return (null, null);
        }

        var index = (int)Math.Clamp(place - Rows[0].Place, 0, Rows.Count - 1);
        return (Rows[index], index == 0 ? null : Rows[index - 1]);
    }
}
