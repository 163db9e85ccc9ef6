using System.Collections.Immutable;
using System.Globalization;
using GanCluster.Cluster.Peers;
using GanCluster.Core.Health;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Terms;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;

namespace GanCluster.Node.Cluster;

/// <summary>run.db as the journal of a coordinator node that is one of several. Its connection is its own: one serves one thread.
/// </summary>
internal sealed class PeerJournal : IRunJournal, IDisposable
{
    private readonly RunDatabase _journal;
    private readonly RunId _run;
    private readonly RunConfiguration _configuration;
    private readonly TimeProvider _time;

    internal PeerJournal(string database, RunId run, RunConfiguration configuration, TimeProvider time)
    {
        (_run, _configuration, _time) = (run, configuration, time);
        _journal = RunDatabase.Open(database, create: true);
        _journal.BeDurable();
    }

    public JournalState Read() => new(RunMarks.Number(_journal, RunMarks.Office), [.. JournalRows.Read(_journal, _run)]);

    public void Promise(long office) => _journal.SetRunValue(RunMarks.Office, Text(office));

    public void Write(long promised, JournalRow row, RowRecord? record)
    {
        if (row.Entry is { } entry)
        {
            WriteEntry(promised, row, entry, record?.Measures ?? Read(row).Measures);
        }
        else
        {
            WriteRound(promised, row, record);
        }
    }

    private void WriteEntry(long promised, JournalRow row, HealthEntry entry, ImmutableArray<Measured> measures)
    {
        var verdict = (entry as HealthEntry.Judged)?.Check.Verdict;
        var step = (entry as HealthEntry.Judged)?.Check.Step ?? 0;
        _journal.WriteEntry(
            new EntryRow(
                row.Place, row.Office, row.Id.Term, row.Course, row.After.Step, row.After.Version, row.After.Round,
                EntryText.Of(entry, measures)),
            (RunMarks.Office, Text(promised)),
            entry is HealthEntry.RolledBack back
                ? new RollbackRow(
                    row.Course, back.From, row.After.Step, row.After.Round, row.After.Version, back.Reason,
                    CourseTerms.Of(_configuration, row.Course).RateFactor, _time.GetUtcNow())
                : null,
            verdict is null ? null : new HealthRow(step, verdict.State, verdict.Reason, verdict.Step),
            [.. measures.Select(measured => new MeasureRow(step, measured.Name, measured.Value, measured.Seed))]);
    }

    private void WriteRound(long promised, JournalRow row, RowRecord? record) => _journal.WriteOffice(
        row.Place,
        row.Course,
        row.Round,
        row.Office,
        (RunMarks.Office, Text(promised)),
        record is null ? null : RoundOf(row, record),
        record?.Contributions ?? []);

    public RowRecord Read(JournalRow row)
    {
        if (row.Entry is not null)
        {
            var kept = _journal.ReadEntries().FirstOrDefault(entry => entry.Place == row.Place)
                ?? throw new InvalidOperationException($"run.db lacks row {row.Place}");
            return new RowRecord(row, TimeSpan.Zero, default, []) { Measures = EntryText.Read(kept.What).Measures };
        }

        var round = _journal.ReadRound(row.Round) ?? throw new InvalidOperationException($"run.db lacks round {row.Round}");
        return new RowRecord(
            row,
            TimeSpan.FromSeconds(round.Seconds),
            new ReplicaStatistics(
                -1, round.LossD, round.LossG, round.ScoreReal, round.ScoreFake, round.NormD, round.NormG),
            [.. _journal.ReadContributions(row.Round)]);
    }

    public void Dispose() => _journal.Dispose();

    private RoundRow RoundOf(JournalRow row, RowRecord record) => new(
        row.Round,
        row.Id.Attempt,
        row.Id.Term,
        row.After.Version,
        row.Steps.First,
        row.Steps.Count,
        RunLength.ImagesAfter(_configuration, row.Steps.Count),
        record.Contributions.DistinctBy(c => c.Worker).Count(),
        record.Duration.TotalSeconds,
        record.Statistics.LossD,
        record.Statistics.LossG,
        record.Statistics.ScoreReal,
        record.Statistics.ScoreFake,
        row.Hash.ToString(),
        _time.GetUtcNow())
    {
        NormD = record.Statistics.NormD,
        NormG = record.Statistics.NormG,
    };

    private static string Text(long office) => office.ToString(CultureInfo.InvariantCulture);
}
