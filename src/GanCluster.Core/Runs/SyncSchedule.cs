namespace GanCluster.Core.Runs;

/// <summary>How the replicas' work is combined at each step.</summary>
/// <param name="Every">K of <see cref="SyncMode.Parameters"/>.</param>
/// <param name="LocalFrom">Before this step gradients are combined whatever the mode.</param>
public readonly record struct SyncSchedule(SyncMode Mode, int Every, long LocalFrom = 0)
{
    public static SyncSchedule Of(RunConfiguration configuration) =>
        new(configuration.Sync, configuration.SyncEvery, RunLength.StepsBeforeLocal(configuration));

    /// <summary>In a round that begins at this step.</summary>
    public SyncMode At(long step) => step < LocalFrom ? SyncMode.Gradients : Mode;

    /// <summary>Steps of a round that begins at this one, at most: up to an averaging, which is at the multiples of K, or to where
    /// local steps begin.</summary>
    public long LongestRound(long step) =>
        At(step) == SyncMode.Parameters ? Every - (step % Every) : step < LocalFrom ? LocalFrom - step : long.MaxValue;

    /// <summary>Where gradients are combined, the multiples of <paramref name="every"/>; else the first averaging at or after
    /// each.</summary>
    internal bool IsFirstAfter(long every, long step) =>
        Mode == SyncMode.Gradients || step <= LocalFrom
            ? step % every == 0
            : step % Every == 0 && step / every > Math.Max(LocalFrom, step - Every) / every;
}
