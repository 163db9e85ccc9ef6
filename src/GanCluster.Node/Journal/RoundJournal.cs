using GanCluster.Cluster.Coordination;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Node.Journal;

/// <summary>Writes rounds into run.db before anybody is told that they are committed. Its connection is its own: one serves one
/// thread.</summary>
internal sealed class RoundJournal(string database, RunConfiguration configuration, TimeProvider time) : IRoundJournal, IDisposable
{
    private readonly RunDatabase _journal = RunDatabase.Open(database, create: false);

    public void Write(RoundRecord record) => Write(_journal, record, configuration, time);

    /// <summary>The round, with what was read for it.</summary>
    internal static void Write(RunDatabase journal, RoundRecord record, RunConfiguration configuration, TimeProvider time)
    {
        var mean = record.Statistics;
        journal.AppendRound(
            new RoundRow(
                record.Id.Round,
                record.Id.Attempt,
                record.Id.Term,
                record.Version,
                record.Steps.First,
                record.Steps.Count,
                RunLength.ImagesAfter(configuration, record.Steps.Count),
                record.Reports.Length,
                record.Duration.TotalSeconds,
                mean.LossD,
                mean.LossG,
                mean.ScoreReal,
                mean.ScoreFake,
                record.Reports[0].Hash.ToString(),
                time.GetUtcNow())
            {
                NormD = mean.NormD,
                NormG = mean.NormG,
            },
            [.. record.Reports.SelectMany(r => r.Contributions)]);
    }

    public void Dispose() => _journal.Dispose();
}
