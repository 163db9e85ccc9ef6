using GanCluster.Core.Runs;

namespace GanCluster.Core.Rounds;

/// <summary>When a committed version is copied, and what for.</summary>
public static class SnapshotRules
{
    /// <summary>
    /// What is due at the committed step: a grid when it is a check's, a checkpoint when the step reached or passed a multiple of
    /// its cadence since the last snapshot, and what is missing of both when the run is about to end. Each is the coordinator's safe copy as well,
    /// and so is one that is taken for nothing else, if the last is too old and there is room for it.
    /// </summary>
    public static SnapshotPurpose Due(TimeSpan now, RunState state, RoundOptions options)
    {
        var recorded = options.Snapshots ? Recorded(state, options) : SnapshotPurpose.None;
        var isSafe = options.SafeEvery is { } every && (recorded != SnapshotPurpose.None
            || (now - state.SafeAt >= every && state.Step != state.Safe.Step && state.Recording is null && state.Ready.Any()));
        return recorded | (isSafe ? SnapshotPurpose.Safe : SnapshotPurpose.None);
    }

    /// <summary>Whether the committed step is a check's, which has not been made.</summary>
    internal static bool CheckIsDue(RunState state, RoundOptions options) =>
        state.Step > state.SnapshotStep && IsCheck(state.Step, options);

    internal static bool IsCheck(long step, RoundOptions options) =>
        options.Snapshots && CheckSteps.Includes(options.Schedule, options.EvaluateEverySteps, step);

    /// <summary>What a run may roll back to must outlive the coordinator's process, and so must what another is to judge.</summary>
    private static SnapshotPurpose Recorded(RunState state, RoundOptions options)
    {
        if (state.Step >= options.TargetStep || state.StopReason is not null)
        {
            var taken = state.SnapshotStep == state.Step ? state.SnapshotTaken : SnapshotPurpose.None;
            var missing = (SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint) & ~taken;
            return missing == SnapshotPurpose.None ? missing : missing | SnapshotPurpose.Last;
        }

        return (CheckIsDue(state, options) ? OfCheck(state, options) : SnapshotPurpose.None)
            | (Passed(state, options.CheckpointEverySteps) ? SnapshotPurpose.Checkpoint : SnapshotPurpose.None);
    }

    private static SnapshotPurpose OfCheck(RunState state, RoundOptions options) =>
        options.Health.OnAlarm == AlarmAction.Rollback || (state.AsksJournals && options.Health.Acts())
        ? SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint
        : SnapshotPurpose.Evaluate;

    private static bool Passed(RunState state, long every) => every > 0 && state.Step / every > state.SnapshotStep / every;
}
