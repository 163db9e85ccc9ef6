using GanCluster.Core.Hashing;
using GanCluster.Core.Health;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Terms;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Cluster;
using GanCluster.Node.Journal;

namespace GanCluster.EndToEnd.Tests.Journal;

/// <summary>run.db as a journal that has checks and roll-backs between rounds of ten steps.</summary>
public sealed class PeerJournalSpecs : IDisposable
{
    private static readonly RunId Run = new("run");
    private static readonly Measured[] Modes = [new("modes", 8, 3), new("reverse_kl", double.PositiveInfinity, 3)];
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.Below("run.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read_again_in_its_order_and_its_measures_with_it()
    {
        JournalRow[] rows = [Round(1, 1), Judged(2), Round(3, 2), RolledBack(4), Round(5, 3, course: 1)];
        using (var journal = Open())
        {
            Array.ForEach(rows, row => journal.Write(2, row, Record(row)));
        }

        using var again = Open();

        Assert.Equal(rows, again.Read().Rows);
        Assert.Equal(2, again.Read().Promised);
        Assert.Equal(Modes, again.Read(rows[1]).Measures);
        using var record = RunDatabase.OpenToRead(Database);
        Assert.Equal([(10L, "modes", 8.0), (10L, "reverse_kl", double.PositiveInfinity)], record.ReadMeasures().Select(m => (m.Step, m.Name, m.Value)));
        Assert.Equal(("alarm", "seen"), (record.ReadHealth().Single().State, record.ReadHealth().Single().Reason));
        Assert.Equal((1, 20L, 10L), (record.ReadRollbacks().Single().Number, record.ReadRollbacks().Single().FromStep, record.ReadRollbacks().Single().ToStep));
    }

    [Fact]
    public void Another_row_in_a_roll_back_s_place_takes_the_roll_back_away()
    {
        using var journal = Open();
        foreach (var row in new[] { Round(1, 1), Judged(2), Round(3, 2), RolledBack(4) })
        {
            journal.Write(2, row, Record(row));
        }

        journal.Write(3, Round(4, 3), Record(Round(4, 3)));

        Assert.Equal([1L, 2L, 3L, 4L], journal.Read().Rows.Select(row => row.Place));
        Assert.Equal(Round(4, 3), journal.Read().Newest);
        using var record = RunDatabase.OpenToRead(Database);
        Assert.Empty(record.ReadRollbacks());
    }

    [Fact]
    public void A_row_that_a_later_office_writes_again_keeps_what_it_has()
    {
        using var journal = Open();
        foreach (var row in new[] { Round(1, 1), Judged(2) })
        {
            journal.Write(2, row, Record(row));
        }

        journal.Write(5, Judged(2) with { Office = 5 }, record: null);

        Assert.Equal(Judged(2) with { Office = 5 }, journal.Read().Newest);
        Assert.Equal(Modes, journal.Read(Judged(2)).Measures);
    }

    private PeerJournal Open() => new(
        Database, Run, new RunConfiguration { Family = "mixture", Data = "ring8", Replicas = 4 }, TimeProvider.System);

    private static RowRecord Record(JournalRow row) => new(row, TimeSpan.FromSeconds(1), default, [])
    {
        Measures = row.Entry is HealthEntry.Judged ? [.. Modes] : [],
    };

    private static JournalRow Round(long place, long round, int course = 0) => new(
        new AttemptId(Run, Term.Of(1), round, 1), new RunPosition(round * 10, round, round + 1), new StepSpan((round - 1) * 10, 10),
        new Hash128((ulong)round, 1), 1)
    {
        Place = place, Course = course,
    };

    private static JournalRow Judged(long place) => JournalRow.Of(
        new HealthWord(
            new RunPosition(10, 1, 2),
            0,
            new HealthEntry.Judged(new JudgedCheck(10, new HealthVerdict(HealthCondition.Alarm, HealthCause.Collapse, "seen", 10), "enough")),
            []),
        Run, Term.Of(1), office: 1) with
    {
        Place = place,
    };

    private static JournalRow RolledBack(long place) => JournalRow.Of(
        new HealthWord(new RunPosition(10, 3, 3), 1, new HealthEntry.RolledBack(20, "collapse"), []), Run, Term.Of(1), office: 1) with
    {
        Place = place,
    };
}
