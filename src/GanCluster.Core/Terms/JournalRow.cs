using GanCluster.Core.Hashing;
using GanCluster.Core.Health;
using GanCluster.Core.Rounds;

namespace GanCluster.Core.Terms;

/// <summary>A round as journals keep it, or what the run's health showed or decided between two.</summary>
/// <param name="Id">The attempt that made it; of an entry, number 0 at the round that opens next.</param>
/// <param name="After">Where the run stands after it.</param>
/// <param name="Office">The office in whose name it was written last. A later one writes the newest row again, so that it is told
/// from what an earlier one had written but not committed.</param>
public sealed record JournalRow(AttemptId Id, RunPosition After, StepSpan Steps, Hash128 Hash, long Office)
{
    /// <summary>In the journal: one more for each row.</summary>
    public long Place { get; init; } = Id.Round;

    /// <summary>In which the round was computed or the check made, or which the roll-back begins.</summary>
    public int Course { get; init; }

    /// <summary>Null: it is a round.</summary>
    public HealthEntry? Entry { get; init; }

    public long Round => Id.Round;

    public static JournalRow Of(HealthWord word, RunId run, long term, long office) => new(
        new AttemptId(run, term, word.After.Round, Attempt: 0), word.After, new StepSpan(word.After.Step, 0), default, office)
    {
        Course = word.Course,
        Entry = word.Entry,
    };

    public CommittedVersion Version => new(After, Steps, Hash);

    public Committed Commit => new(Id, After.Version, After.Step, Hash);

    /// <summary>The same commit, whoever wrote it.</summary>
    public bool Tells(JournalRow? other) => other is not null && this == other with { Office = Office };

    /// <summary>Of the newest rows of two journals: the one that a later office wrote, then the later row.</summary>
    public static bool IsNewer(JournalRow? row, JournalRow? than) =>
        row is not null && (than is null || (row.Office, row.Place).CompareTo((than.Office, than.Place)) > 0);
}
