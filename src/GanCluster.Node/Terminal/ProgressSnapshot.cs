namespace GanCluster.Node.Terminal;

/// <param name="Epoch">Passes over the data set so far; null for an endless stream.</param>
/// <param name="ScoreReal">Mean of D's output on real samples.</param>
/// <param name="ScoreFake">Mean of D's output on generated samples.</param>
/// <param name="ImagesPerSecond">Real images that D saw.</param>
/// <param name="Left">Null when it can't be told yet.</param>
/// <param name="Workers">Who took part in the last round; 0: it is not told.</param>
/// <param name="Part">Of the run, 0 to 1, where time ends it; null: of its steps.</param>
internal sealed record ProgressSnapshot(
    long Step,
    long Steps,
    double? Epoch,
    double LossD,
    double LossG,
    double ScoreReal,
    double ScoreFake,
    double ImagesPerSecond,
    TimeSpan? Left,
    int Workers = 0,
    double? Part = null);
