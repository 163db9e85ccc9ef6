namespace GanCluster.Node.Chaos;

/// <summary>Who is there when the next event is drawn.</summary>
/// <param name="Computing">Worker nodes that have joined and are neither halted nor leaving.</param>
/// <param name="Workers">All worker nodes that live, those that are on their way included.</param>
/// <param name="Coordinators">Coordinator nodes that live and have caught up.</param>
internal sealed record ChaosStanding(int Computing, int Workers, int Coordinators);

/// <summary>How many nodes there may be.</summary>
internal sealed record ChaosLimits(int Workers, int Coordinators);

/// <summary>One event as it was drawn.</summary>
/// <param name="Which">In [0, 1): the place among those that it may strike.</param>
/// <param name="Away">How long a node stays halted, or a coordinator gone.</param>
internal sealed record ChaosDraw(ChaosKind Kind, double Which, TimeSpan Away);

/// <summary>
/// Which event comes next. A worker always stays and so does a majority of coordinators: beyond that the run would wait, as it
/// promises, and the bench would measure nothing.
/// </summary>
internal static class ChaosRules
{
    /// <summary>One event in so many follows the one before at once.</summary>
    private const double AtOnce = 0.25;

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Close = TimeSpan.FromSeconds(0.3);

    /// <summary>Longer than silence is borne, which is 3 s of a worker and 5 s of a coordinator.</summary>
    private static readonly TimeSpan LeastAway = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan MostAway = TimeSpan.FromSeconds(10);

    internal static IReadOnlyList<ChaosKind> Possible(ChaosStanding standing, ChaosLimits limits)
    {
        var possible = new List<ChaosKind>();
        if (standing.Computing > 1)
        {
            possible.AddRange([ChaosKind.KillWorker, ChaosKind.HaltWorker, ChaosKind.DrainWorker]);
        }

        if (standing.Workers < limits.Workers)
        {
            possible.Add(ChaosKind.JoinWorker);
        }

        if (standing.Coordinators - 1 > limits.Coordinators / 2)
        {
            possible.AddRange([ChaosKind.KillCoordinator, ChaosKind.HaltCoordinator]);
        }

        return possible;
    }

    /// <summary>How long to wait for the next event.</summary>
    internal static TimeSpan Pause(Random random)
    {
        var (kind, length) = (random.NextDouble(), random.NextDouble());
        return kind < AtOnce ? Close * length : Least + ((Most - Least) * length);
    }

    /// <param name="possible">Not empty.</param>
    internal static ChaosDraw Next(Random random, IReadOnlyList<ChaosKind> possible) => new(
        possible[random.Next(possible.Count)], random.NextDouble(), LeastAway + ((MostAway - LeastAway) * random.NextDouble()));
}
