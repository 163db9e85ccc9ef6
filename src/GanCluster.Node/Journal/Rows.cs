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
    DateTimeOffset CommittedAt)
{
    /// <summary>Of the gradients that the round's last step was made with; NaN: not known, as where another coordinator has
    /// committed it.</summary>
    public double NormD { get; init; } = double.NaN;

    public double NormG { get; init; } = double.NaN;
}

/// <summary>A try at a round.</summary>
/// <param name="Ranges">Who computes which replicas, as in <c>worker-1: 0..2; worker-2: 3..5, 7</c>.</param>
/// <param name="BegunAt">When the last of its workers had said that it computes; null if one never did.</param>
public sealed record AttemptRow(
    long Round, int Attempt, long Term, string Ranges, DateTimeOffset OpenedAt, DateTimeOffset? BegunAt);

/// <summary>Something that went wrong and was dealt with.</summary>
public sealed record FaultRow(DateTimeOffset At, long Round, int Attempt, string Worker, string Kind, string Reason);

/// <summary>A stale or repeated word about an attempt; nothing came of it.</summary>
/// <param name="Round">Of the attempt that the word was about.</param>
/// <param name="Word"><c>RoundProgress</c>, <c>Combined</c> or <c>ExchangeBroken</c>.</param>
public sealed record RefusalRow(DateTimeOffset At, long Round, int Attempt, string Worker, string Word);

/// <summary>A quality figure of the version after <paramref name="Step"/> steps. NaN is NULL in the file.</summary>
/// <param name="Seed">Of the noise it was measured with. In the file it is a signed 64-bit integer with the same bits.</param>
public sealed record MeasureRow(long Step, string Name, double Value, ulong Seed);

/// <summary>A run's health after the check at <paramref name="Step"/>.</summary>
/// <param name="State"><c>healthy</c>, <c>suspect</c> or <c>alarm</c>.</param>
/// <param name="Since">The check from which on it is so for this reason.</param>
public sealed record HealthRow(long Step, string State, string Reason, long Since);

/// <summary>A roll-back: the run stood at one step and went on from another, in course <paramref name="Number"/>.</summary>
/// <param name="Number">The first is 1.</param>
/// <param name="Round">The first that was computed after it.</param>
/// <param name="Version">That it went on from.</param>
/// <param name="Rate">The factor of both learning rates from then on.</param>
public sealed record RollbackRow(
    int Number, long FromStep, long ToStep, long Round, long Version, string Reason, double Rate, DateTimeOffset At);
