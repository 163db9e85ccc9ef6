using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;

namespace GanCluster.Core.Terms;

/// <summary>A round as journals keep it.</summary>
/// <param name="Id">The attempt that made it.</param>
/// <param name="Office">The office in whose name it was written last. A later one writes the newest row again, so that it is told
/// from what an earlier one had written but not committed.</param>
public sealed record JournalRow(AttemptId Id, RunPosition After, StepSpan Steps, Hash128 Hash, long Office)
{
    public long Round => Id.Round;

    public CommittedVersion Version => new(After, Steps, Hash);

    public Committed Commit => new(Id, After.Version, After.Step, Hash);

    /// <summary>The same commit, whoever wrote it.</summary>
    public bool Tells(JournalRow? other) => other is not null && this == other with { Office = Office };

    /// <summary>Of the newest rows of two journals: the one that a later office wrote, then the later round.</summary>
    public static bool IsNewer(JournalRow? row, JournalRow? than) =>
        row is not null && (than is null || (row.Office, row.Round).CompareTo((than.Office, than.Round)) > 0);
}
