using System.Collections.Immutable;
using GanCluster.Core.Health;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;

namespace GanCluster.Core.Terms;

/// <summary>A row as a journal's disk keeps it: itself, and what is told of it for the record.</summary>
/// <param name="Statistics">The mean over the replicas.</param>
/// <param name="Contributions">In order of workers and replicas; as large as the run has replicas.</param>
public sealed record RowRecord(
    JournalRow Row, TimeSpan Duration, ReplicaStatistics Statistics, ImmutableArray<Contribution> Contributions)
{
    /// <summary>Of a check that was judged.</summary>
    public ImmutableArray<Measured> Measures { get; init; } = [];

    /// <summary>A round that every participant holds, to be written in an office.</summary>
    public static RowRecord Of(RoundRecord record, long office) => new(
        new JournalRow(
            record.Id,
            new RunPosition(record.Steps.End, record.Version, record.Id.Round + 1),
            record.Steps,
            record.Reports[0].Hash,
            office) { Course = record.Course },
        record.Duration,
        record.Statistics,
        [.. record.Reports.SelectMany(report => report.Contributions)]);

    public static RowRecord Of(HealthWord word, RunId run, long term, long office) => new(
        JournalRow.Of(word, run, term, office), TimeSpan.Zero, default, []) { Measures = word.Measures };
}
