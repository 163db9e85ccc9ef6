namespace GanCluster.Core.Runs;

/// <summary>How the replicas' work is combined at each step.</summary>
/// <param name="Every">K of <see cref="SyncMode.Parameters"/>.</param>
/// <param name="LocalFrom">Before this step gradients are combined whatever the mode.</param>
/// <param name="Follows">K follows the drift, which a version tells, and <paramref name="Every"/> is the most.</param>
public readonly record struct SyncSchedule(SyncMode Mode, int Every, long LocalFrom = 0, bool Follows = false)
{
    public static SyncSchedule Of(RunConfiguration configuration) =>
        new(configuration.Sync, configuration.SyncEvery, RunLength.StepsBeforeLocal(configuration), configuration.SyncDrift > 0);

    /// <summary>In a round that begins at this step.</summary>
    public SyncMode At(long step) => step < LocalFrom ? SyncMode.Gradients : Mode;

    /// <summary>Whether a round that begins at this step ends at the multiples of what snapshots are due at: not where averagings have
    /// steps of their own.</summary>
    public bool IsCut(long step) => Follows || At(step) == SyncMode.Gradients;

    /// <summary>Steps of a round that begins at this one, at most: up to an averaging, which is at the multiples of K, or to where
    /// local steps begin.</summary>
    /// <param name="told">K of the version, where it follows the drift.</param>
    public long LongestRound(long step, int told) =>
        At(step) == SyncMode.Parameters ? Follows ? Math.Max(SyncPace.First, told) : Every - (step % Every)
        : step < LocalFrom ? LocalFrom - step
        : long.MaxValue;

    /// <summary>Where gradients are combined or K follows the drift, the multiples of <paramref name="every"/>; else the first averaging
    /// at or after each.</summary>
    internal bool IsFirstAfter(long every, long step) =>
        Mode == SyncMode.Gradients || Follows || step <= LocalFrom
            ? step % every == 0
            : step % Every == 0 && step / every > Math.Max(LocalFrom, step - Every) / every;
}
