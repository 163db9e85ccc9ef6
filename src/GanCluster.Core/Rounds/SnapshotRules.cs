namespace GanCluster.Core.Rounds;

/// <summary>When a committed version is copied, and what for.</summary>
public static class SnapshotRules
{
    /// <summary>
    /// What is due at the committed step: a grid or checkpoint when the step reached or passed a multiple of its cadence since
    /// the
    /// last snapshot, and both when the run is about to end.
    /// </summary>
    public static SnapshotPurpose Due(RunState state, RoundOptions options)
    {
        if (!options.Snapshots || state.SnapshotStep == state.Step)
        {
            return SnapshotPurpose.None;
        }

        if (state.Step >= options.TargetStep || state.StopReason is not null)
        {
            return SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint | SnapshotPurpose.Last;
        }

        return (Passed(state, options.EvaluateEverySteps) ? SnapshotPurpose.Evaluate : SnapshotPurpose.None)
            | (Passed(state, options.CheckpointEverySteps) ? SnapshotPurpose.Checkpoint : SnapshotPurpose.None);
    }

    private static bool Passed(RunState state, long every) => every > 0 && state.Step / every > state.SnapshotStep / every;
}
