namespace GanCluster.Core.Rounds;

/// <summary>
/// What happens when nobody is left that holds the version. The run goes back to the newest one that can be had: a worker's that
/// lags, the coordinator's own copy, or the one that everybody begins with. What was committed after it is computed again over the
/// same steps, and must get the hashes that it had. Who comes back meanwhile with a version that was lost spares the rest of that.
/// </summary>
internal static class LossRules
{
    /// <summary>The newest version that was lost and is held again, if there is one.</summary>
    public static Decision.Move? DecideFound(RunState state) => state.Index.Ahead == 0 ? null : state.Alive
        .Where(w => w.Course == state.Course && w.Step > state.Step)
        .Select(w => (Worker: w.Id, At: PositionAt(state, w.Step)))
        .OfHolders().OrderByDescending(holder => holder.At.Step)
        .Select(holder => new Decision.Move(
            $"{holder.Worker} holds step {holder.At.Step}, and the others are at step {state.Step} again", holder.At))
        .FirstOrDefault();

    /// <summary>No worker holds the version at <see cref="RunState.Step"/>.</summary>
    /// <param name="due">What the version is to be copied for, if it is.</param>
    public static Decision DecideLost(TimeSpan now, RunState state, RoundOptions options, SnapshotPurpose due)
    {
        var grace = Later(
            state.LastLossAt + options.HolderGrace, state.IsUnderWay ? state.StartedAt + options.OfficeGrace : TimeSpan.Zero);
        if (now < grace)
        {
            return new Decision.Wait($"nobody holds the version at step {state.Step}: who did may come back", grace);
        }

        var (anyone, hasCopy) = (state.Alive.Any(w => !w.Leaving), options.SafeEvery is not null || state.Course > 0);
        if (hasCopy && state.Safe.Step == state.Step && due != SnapshotPurpose.None)
        {
            return new Decision.KeepSafeCopy($"step {state.Step} is due: {due}", due);
        }

        var (holder, at) = Newest(state);
        if (at.Step < state.Step && (anyone || (hasCopy && state.StopReason is not null)))
        {
            return new Decision.Move($"nobody holds the version at step {state.Step}, and {holder} has step {at.Step}", at);
        }

        var mayLoad = state.Alive.Any(w => w is { Leaving: false, HealFailed: false });
        var until = mayLoad ? now + options.HealTimeout : Later(state.LastLossAt + options.RejoinTimeout, LoadedBy(state, options));
        if (now < until)
        {
            return new Decision.Wait($"nobody holds the version at step {state.Step}: a worker may come", until);
        }

        var losses = string.Join("; ", state.Workers.Values.Select(w => $"{w.Id}: {w.LostReason ?? $"at step {w.Step}"}"));
        return new Decision.FailRun(
            losses.Length == 0 ? "no worker joined" : $"no worker holds the version at step {state.Step} ({losses})");
    }

    /// <summary>After a roll-back everybody loads the version. What a worker said before it heard of that looks as if it could
    /// not.</summary>
    private static TimeSpan LoadedBy(RunState state, RoundOptions options) =>
        state.Course > 0 && state.Safe.Step == state.Step ? state.SafeAt + options.LoadDeadline : TimeSpan.Zero;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>Below the present step: whose is the newest version, and where in the run it stands.</summary>
    private static (WorkerId Holder, RunPosition At) Newest(RunState state) => state.Alive
        .Where(w => !w.Leaving && w.Course == state.Course && w.Step < state.Step)
        .Select(w => (Worker: w.Id, At: PositionAt(state, w.Step)))
        .OfHolders()
        .Append((Worker: WorkerId.Coordinator, At: state.Safe))
        .MaxBy(holder => holder.At.Step);

    private static RunPosition? PositionAt(RunState state, long step) =>
        step == state.Safe.Step ? state.Safe : state.History.Find(round => round.Steps.End == step)?.After;

    private static IEnumerable<(WorkerId Worker, RunPosition At)> OfHolders(
        this IEnumerable<(WorkerId Worker, RunPosition? At)> holders) =>
        holders.Where(holder => holder.At is not null).Select(holder => (holder.Worker, holder.At!.Value));
}
