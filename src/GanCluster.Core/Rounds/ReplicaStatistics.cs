namespace GanCluster.Core.Rounds;

/// <summary>
/// Means over a replica's steps of a round: both losses, and D's scores D(x) and D(G(z)), as the run's
/// <see cref="Runs.ScoreScale"/> has them. Beside them the norms of both gradients that the round's last step was made with: in
/// <c>gradients</c> the mean over all replicas, the same in each one's statistics; in <c>parameters</c> the replica's own.
/// Combined in replica order, so that they too have the same bits whoever computed them.
/// </summary>
/// <param name="NormD">NaN: not known.</param>
/// <param name="Drift">How far the replicas' local steps have led them apart, before they were averaged: the root mean square of
/// their distances from the mean, by the mean's norm, of G's and D's weights together; the same in each one's statistics. NaN:
/// there was no averaging, or there is one replica.</param>
public readonly record struct ReplicaStatistics(
    int Replica,
    double LossD,
    double LossG,
    double ScoreReal,
    double ScoreFake,
    double NormD = double.NaN,
    double NormG = double.NaN,
    double Drift = double.NaN)
{
    /// <summary>The mean over replicas, added up in replica order. Replica is -1.</summary>
    public static ReplicaStatistics Mean(IEnumerable<ReplicaStatistics> statistics)
    {
        var sum = new ReplicaStatistics(-1, 0, 0, 0, 0, 0, 0, 0);
        var count = 0;
        foreach (var one in statistics.OrderBy(s => s.Replica))
        {
            sum = sum.Plus(one);
            count++;
        }

        return count == 0 ? sum : sum.Over(count);
    }

    public ReplicaStatistics Plus(ReplicaStatistics other) => new(
        Replica,
        LossD + other.LossD,
        LossG + other.LossG,
        ScoreReal + other.ScoreReal,
        ScoreFake + other.ScoreFake,
        NormD + other.NormD,
        NormG + other.NormG,
        Drift + other.Drift);

    public ReplicaStatistics Over(int count) =>
        new(
            Replica, LossD / count, LossG / count, ScoreReal / count, ScoreFake / count, NormD / count, NormG / count, Drift / count);
}
