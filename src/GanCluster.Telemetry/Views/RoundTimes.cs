using System.Collections.Immutable;
using GanCluster.Core.Rounds;

namespace GanCluster.Telemetry.Views;

/// <summary>What the workers of the newest round spent it on, so that one who keeps the others waiting is seen.</summary>
internal sealed class RoundTimes(TimeProvider time)
{
    /// <summary>Workers of a round: those who computed longest. Every viewer is sent them every second, however many there are.</summary>
    internal const int Most = 32;

    private readonly Dictionary<WorkerId, TimeSpan> _begun = [];
    private AttemptId? _open;
    private long _openedAt;

    /// <summary>Null before the first.</summary>
    internal RoundTime? Newest { get; private set; }

    internal void Opened(AttemptId id)
    {
        _begun.Clear();
        (_open, _openedAt) = (id, time.GetTimestamp());
    }

    internal void Heard(RoundProgress progress)
    {
        if (progress.Id == _open)
        {
            _begun.TryAdd(progress.Worker, time.GetElapsedTime(_openedAt));
        }
    }

    internal void Committed(RoundRecord round)
    {
        var slowest = round.Reports.OrderByDescending(report => report.ComputeSeconds).Take(Most)
            .OrderBy(report => report.Worker).Select(report => Of(report, round));
        Newest = new RoundTime(round.Id, round.Steps, round.Duration, round.Reports.Length, [.. slowest]);
    }

    /// <summary>Within the round's length, which the coordinator measures by another clock than the worker its computing.</summary>
    private WorkerTime Of(Combined report, RoundRecord round)
    {
        var computes = TimeSpan.FromSeconds(Math.Clamp(report.ComputeSeconds, 0, round.Duration.TotalSeconds));
        var begins = round.Id == _open ? _begun.GetValueOrDefault(report.Worker) : TimeSpan.Zero;
        var rest = round.Duration - computes;
        return new WorkerTime(report.Worker, begins < rest ? begins : rest, computes);
    }
}

/// <param name="Workers">Who took part, shown or not.</param>
internal sealed record RoundTime(
    AttemptId Id, StepSpan Steps, TimeSpan Duration, int Workers, ImmutableArray<WorkerTime> Slowest);

/// <param name="Begins">From the attempt's opening to the worker's first sign of life in it.</param>
/// <param name="Computes">On own replicas. What is left of the round are sums, and waiting for others.</param>
internal readonly record struct WorkerTime(WorkerId Worker, TimeSpan Begins, TimeSpan Computes);
