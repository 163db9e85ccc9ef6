namespace GanCluster.Node.Journal;

/// <summary>A committed round. Losses and scores may be NaN; they are NULL in the file.</summary>
/// <param name="FirstStep">Steps done before the round.</param>
/// <param name="Images">Real images that D saw in the round.</param>
/// <param name="Workers">Workers that took part in the attempt that was committed.</param>
/// <param name="Hash">The version's 128-bit commit hash, 32 hexadecimal digits.</param>
public sealed record RoundRow(
    long Round,
    int Attempt,
    long Term,
    long Version,
    long FirstStep,
    long Steps,
    long Images,
    int Workers,
    double Seconds,
    double LossD,
    double LossG,
    double ScoreReal,
    double ScoreFake,
    string Hash,
    DateTimeOffset CommittedAt);

/// <summary>Something that went wrong and was dealt with.</summary>
public sealed record FaultRow(DateTimeOffset At, long Round, int Attempt, string Worker, string Kind, string Reason);

/// <summary>A quality figure of the version after <paramref name="Step"/> steps. NaN is NULL in the file.</summary>
/// <param name="Seed">Of the noise it was measured with. In the file it is a signed 64-bit integer with the same bits.</param>
public sealed record MeasureRow(long Step, string Name, double Value, ulong Seed);
