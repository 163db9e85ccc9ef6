using GanCluster.Core.Hashing;
using GanCluster.Core.Health;
using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Node.Journal;

/// <summary>run.db's rows as those of a journal that is one of several.</summary>
internal static class JournalRows
{
    /// <summary>Rounds, and what stands between them, in the order in which they were written.</summary>
    internal static IEnumerable<JournalRow> Read(RunDatabase journal, RunId run)
    {
        var offices = journal.ReadOffices();
        var rounds = journal.ReadRounds().Select(row => (
            Order: (row.Round, 0L), Row: RowOf(run, row, offices.GetValueOrDefault(row.Round, Term.OfficeOf(row.Term)))));
        var entries = Entries(journal, run).Select(row => (Order: (row.Round - 1, row.Place), Row: row));
        var (place, course) = (0L, 0);
        foreach (var (_, row) in rounds.Concat(entries).OrderBy(row => row.Order))
        {
            place = place == 0 ? row.Place : place + 1;
            course = row.Entry is HealthEntry.RolledBack ? row.Course : course;
            yield return row with { Place = place, Course = course };
        }
    }

    /// <summary>What stands between the rounds.</summary>
    internal static IEnumerable<JournalRow> Entries(RunDatabase journal, RunId run) =>
        journal.ReadEntries().Select(row => RowOf(run, row));

    private static JournalRow RowOf(RunId run, EntryRow row) => new(
        new AttemptId(run, row.Term, row.Round, Attempt: 0),
        new RunPosition(row.Step, row.Version, row.Round),
        new StepSpan(row.Step, 0),
        default,
        row.Office)
    {
        Place = row.Place,
        Course = row.Course,
        Entry = EntryText.Read(row.What).Entry,
    };

    private static JournalRow RowOf(RunId run, RoundRow row, long office) => new(
        new AttemptId(run, row.Term, row.Round, row.Attempt),
        new RunPosition(row.FirstStep + row.Steps, row.Version, row.Round + 1),
        new StepSpan(row.FirstStep, (int)row.Steps),
        Hash128.Parse(row.Hash),
        office);
}
