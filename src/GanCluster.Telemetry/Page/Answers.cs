using System.Text.Json;

namespace GanCluster.Telemetry.Page;

/// <summary>/api/run.</summary>
/// <param name="Configuration">Every key, nested.</param>
/// <param name="Differences">What is not at its key's default.</param>
/// <param name="ScoreScale"><c>probability</c> or <c>raw</c>.</param>
internal sealed record RunAnswer(
    string Name,
    long TargetStep,
    long ImagesPerStep,
    string ScoreScale,
    JsonElement Configuration,
    IReadOnlyList<DifferenceAnswer> Differences,
    SampleGrid? Grid,
    string? SampleCommand,
    bool TakesDrains,
    StateAnswer State);

internal sealed record DifferenceAnswer(string Key, string Default, string Value);

/// <param name="ImagesPerS">Over the last rounds; null before the first.</param>
/// <param name="EndsAt">Where time ends it; null: its steps alone do.</param>
/// <param name="Round">The newest one; null before the first.</param>
/// <param name="Samples">Steps with a picture.</param>
internal sealed record StateAnswer(
    DateTimeOffset At,
    string Stands,
    bool Ended,
    string? FailReason,
    long Step,
    long Images,
    double? ImagesPerS,
    DateTimeOffset? EndsAt,
    int Course,
    int Faults,
    long StepsRedone,
    HealthAnswer Health,
    IReadOnlyList<WorkerAnswer> Workers,
    RoundAnswer? Round,
    IReadOnlyList<HappeningAnswer> Happenings,
    IReadOnlyList<long> Samples);

internal sealed record HealthAnswer(string State, string Reason, long Since);

/// <param name="Share">Of the run's replicas, in the open round.</param>
/// <param name="SecondsPerReplicaStep">Smoothed; null before the first report.</param>
/// <param name="HeardAt">Null: not yet.</param>
internal sealed record WorkerAnswer(
    string Name,
    string State,
    string? LostReason,
    string Machine,
    string Device,
    string Replicas,
    double Share,
    long Images,
    double? SecondsPerReplicaStep,
    DateTimeOffset? HeardAt,
    string Metrics);

/// <param name="Of">How many took part: of many, the slowest are told.</param>
internal sealed record RoundAnswer(
    long Term, long Number, int Attempt, long FirstStep, int Steps, double? Seconds, int Of, IReadOnlyList<WorkerTimeAnswer> Workers);

/// <param name="Begins">Seconds from the attempt's opening to the worker's first sign of life.</param>
/// <param name="Computes">Seconds; what is left of the round are sums, and waiting for others.</param>
internal sealed record WorkerTimeAnswer(string Name, double? Begins, double? Computes);

internal sealed record HappeningAnswer(long Number, DateTimeOffset At, string Kind, string What);

/// <summary>/api/series: what somebody lacks who has the curves up to the two steps.</summary>
/// <param name="Revision">Another one than before means that all has to be taken again.</param>
/// <param name="Columns">Of a point of the rounds, after its step.</param>
internal sealed record SeriesAnswer(
    int Revision,
    long Since,
    long ChecksSince,
    IReadOnlyList<string> Columns,
    TailAnswer Rounds,
    IReadOnlyDictionary<string, TailAnswer> Measures);

/// <param name="After">Points after this step are replaced.</param>
/// <param name="Points">Each a step and its values; what is no number is null.</param>
internal sealed record TailAnswer(long After, IReadOnlyList<IReadOnlyList<double?>> Points);

/// <summary>A message of /events.</summary>
internal sealed record ChangeAnswer(StateAnswer State, SeriesAnswer Series);
