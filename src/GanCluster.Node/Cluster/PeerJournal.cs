using System.Globalization;
using GanCluster.Cluster.Peers;
using GanCluster.Core.Hashing;
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

    public JournalState Read()
    {
        var offices = _journal.ReadOffices();
        return new JournalState(
            RunMarks.Number(_journal, RunMarks.Office),
            [.. _journal.ReadRounds().Select(row => RowOf(row, offices.GetValueOrDefault(row.Round, Term.OfficeOf(row.Term))))]);
    }

    public void Promise(long office) => _journal.SetRunValue(RunMarks.Office, Text(office));

    public void Write(long promised, JournalRow row, RowRecord? record) => _journal.WriteOffice(
        row.Round,
        row.Office,
        (RunMarks.Office, Text(promised)),
        record is null ? null : RoundOf(row, record),
        record?.Contributions ?? []);

    public RowRecord Read(JournalRow row)
    {
        var round = _journal.ReadRound(row.Round) ?? throw new InvalidOperationException($"run.db lacks round {row.Round}");
        return new RowRecord(
            row,
            TimeSpan.FromSeconds(round.Seconds),
            new ReplicaStatistics(
                -1, round.LossD, round.LossG, round.ScoreReal, round.ScoreFake, round.NormD, round.NormG),
            [.. _journal.ReadContributions(row.Round)]);
    }

    public void Dispose() => _journal.Dispose();

    private JournalRow RowOf(RoundRow row, long office) => new(
        new AttemptId(_run, row.Term, row.Round, row.Attempt),
        new RunPosition(row.FirstStep + row.Steps, row.Version, row.Round + 1),
        new StepSpan(row.FirstStep, (int)row.Steps),
        Hash128.Parse(row.Hash),
        office);

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
