using GanCluster.Core.Health;
using GanCluster.Core.Rounds;

namespace GanCluster.Node.Spoilt;

/// <summary>Losses and scores over steps.</summary>
internal readonly record struct RoundStatistics(ReplicaStatistics Sum, long Steps)
{
    internal RoundStatistics With(ReplicaStatistics mean, int steps) => new(
        new ReplicaStatistics(
            -1,
            Sum.LossD + (mean.LossD * steps),
            Sum.LossG + (mean.LossG * steps),
            Sum.ScoreReal + (mean.ScoreReal * steps),
            Sum.ScoreFake + (mean.ScoreFake * steps)),
        Steps + steps);

    internal IEnumerable<(string Name, double Value)> Means() =>
    [
        (HealthCheck.LossD, Sum.LossD / Steps),
        (HealthCheck.LossG, Sum.LossG / Steps),
        (HealthCheck.ScoreReal, Sum.ScoreReal / Steps),
        (HealthCheck.ScoreFake, Sum.ScoreFake / Steps),
    ];
}
