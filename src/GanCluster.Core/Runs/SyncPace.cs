namespace GanCluster.Core.Runs;

/// <summary>
/// K that follows how far the replicas drift apart: twice as many local steps while they stay close, half as many once they don't. It
/// goes by combined sums alone, so that its course is the same whoever computes.
/// </summary>
public static class SyncPace
{
    /// <summary>Where a run begins: the first steps change most.</summary>
    public const int First = 1;

    /// <summary>K of the round after an averaging.</summary>
    /// <param name="every">K of the round that was averaged.</param>
    /// <param name="steps">Of that round: fewer where it was cut, which tells nothing for more.</param>
    /// <param name="drift"><see cref="Rounds.ReplicaStatistics.Drift"/>.</param>
    /// <param name="most">The largest K.</param>
    /// <param name="target">The drift that is too much. It grows with K at most, so that K is doubled only below half of it.</param>
    public static int Next(int every, int steps, double drift, double target, int most) =>
        drift > target ? Math.Max(1, every / 2)
        : steps >= every && drift < target / 2 ? Math.Min(most, 2 * every)
        : every;
}
