using GanCluster.Core.Health;

namespace GanCluster.Node.Journal;

/// <summary>A run's checks, put together from its measures and from the rounds between them.</summary>
internal static class RecordedChecks
{
    /// <param name="after">The check before the first, or 0: the first one's losses are over the steps since then.</param>
    /// <param name="isCheck">Of a step that was measured; null: all are.</param>
    internal static IEnumerable<HealthCheck> Read(RunDatabase journal, long after, long upTo, Func<long, bool>? isCheck = null)
    {
        // Read whole: the rounds are asked for by the same connection.
        var measured = journal.ReadMeasures(after, upTo).GroupBy(m => m.Step).ToList();
        foreach (var measures in measured.Where(m => isCheck?.Invoke(m.Key) ?? true))
        {
            var rounds = journal.ReadLiveRounds(after, measures.Key).ToList();
            yield return HealthCheck.Of(
                measures.Key, [.. measures.DistinctBy(m => m.Name).Select(m => (m.Name, m.Value)), .. Means(rounds)]);
            after = measures.Key;
        }
    }

    private static IEnumerable<(string Name, double Value)> Means(List<RoundRow> rounds) => rounds.Count == 0
        ? []
        :
        [
            (HealthCheck.LossD, Mean(rounds, r => r.LossD)),
            (HealthCheck.LossG, Mean(rounds, r => r.LossG)),
            (HealthCheck.ScoreReal, Mean(rounds, r => r.ScoreReal)),
            (HealthCheck.ScoreFake, Mean(rounds, r => r.ScoreFake)),
        ];

    /// <summary>Over the steps and not the rounds, whose length follows the workers' speed.</summary>
    private static double Mean(List<RoundRow> rounds, Func<RoundRow, double> value) =>
        rounds.Sum(r => value(r) * r.Steps) / rounds.Sum(r => r.Steps);
}
