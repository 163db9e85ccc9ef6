using GanCluster.Node.Journal;

namespace GanCluster.Node.Chaos;

/// <summary>An event that has happened.</summary>
/// <param name="Node">What was struck, or came.</param>
/// <param name="Worker">The worker's name in the run; empty: a coordinator's node, or one that has no name yet.</param>
/// <param name="Acted">Whether it was the coordinator that acted.</param>
/// <param name="Away">How long it stands still, or is gone until it is started again.</param>
internal sealed record Strike(ChaosKind Kind, string Node, string Worker, bool Acted, DateTimeOffset At, TimeSpan Away = default);

/// <summary>What the journals of a run's coordinators hold, as one.</summary>
internal sealed record ChaosRows(IReadOnlyList<AttemptRow> Attempts, IReadOnlyList<RoundRow> Rounds);

/// <summary>How long the run took to go on after a strike.</summary>
/// <param name="Took">Null: nothing had to be recovered, for who was struck computed nothing, or stood by.</param>
/// <param name="Alone">Whether nobody else was struck meanwhile, or still away.</param>
internal sealed record Recovery(Strike Strike, TimeSpan? Took, bool Alone)
{
    /// <summary>
    /// Of a worker: from its death to when all workers of the first attempt without it had said that they compute. Of the
    /// coordinator that acted: to the next commit, which is of a later term.
    /// </summary>
    internal static Recovery Of(Strike strike, IReadOnlyList<Strike> all, ChaosRows rows)
    {
        var end = strike.Kind.IsDeathOfWorker() ? OfWorker(strike, rows) : strike is { Acted: true } ? OfCoordinator(strike, rows) : null;
        return new Recovery(
            strike,
            end - strike.At,
            !all.Any(other => other != strike && other.At <= (end ?? strike.At) && other.At + other.Away >= strike.At - Near));
    }

    /// <summary>What was struck so shortly before may not have been noticed.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(0.5);

    private static DateTimeOffset? OfWorker(Strike strike, ChaosRows rows)
    {
        var open = rows.Attempts.Where(a => a.OpenedAt <= strike.At).MaxBy(a => a.OpenedAt);
        return open is not null && TakesPart(strike.Worker, open)
            ? rows.Attempts.Where(a => a.OpenedAt > strike.At && a.BegunAt is not null && !TakesPart(strike.Worker, a))
                .Min(a => a.BegunAt)
            : null;
    }

    private static DateTimeOffset? OfCoordinator(Strike strike, ChaosRows rows)
    {
        var before = rows.Rounds.Where(r => r.CommittedAt <= strike.At).Select(r => r.Term).DefaultIfEmpty(0).Max();
        return rows.Rounds.Where(r => r.CommittedAt > strike.At && r.Term > before)
            .Select(r => (DateTimeOffset?)r.CommittedAt).Min();
    }

    private static bool TakesPart(string worker, AttemptRow attempt) =>
        attempt.Ranges.Contains($"{worker}:", StringComparison.Ordinal);
}
