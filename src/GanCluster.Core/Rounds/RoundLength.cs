using GanCluster.Core.Runs;

namespace GanCluster.Core.Rounds;

/// <summary>How many steps the next round takes.</summary>
public static class RoundLength
{
    /// <summary>
    /// In <c>parameters</c> up to the next multiple of K, for there the cadence is part of the result, or where K follows the drift the
    /// K that the version tells. In <c>gradients</c> as many as last about <see cref="RoundOptions.RoundTime"/>. But for the first of
    /// these, cut at the next snapshot, so that a grid or checkpoint of step s shows step s on a slow machine and on a fast one.
    /// </summary>
    /// <param name="state">Somebody holds its version.</param>
    /// <param name="options">The run's.</param>
    public static StepSpan Next(RunState state, RoundOptions options)
    {
        var left = Math.Min(options.TargetStep - state.Step, options.Schedule.LongestRound(state.Step, TellsOf(state)));
        if (options.Schedule.At(state.Step) == SyncMode.Gradients)
        {
            left = Math.Min(left, Timed(state, options));
        }

        if (options.Schedule.IsCut(state.Step))
        {
            left = Math.Min(left, UpToMultiple(state.Step, options.EvaluateEverySteps));
            left = Math.Min(left, UpToMultiple(state.Step, options.CheckpointEverySteps));
            left = state.Step < options.PauseAtStep ? Math.Min(left, options.PauseAtStep - state.Step) : left;
        }

        return new StepSpan(state.Step, (int)Math.Min(left, int.MaxValue));
    }

    /// <summary>All who hold a version tell the same, for it is a part of it.</summary>
    private static int TellsOf(RunState state) => state.Index.Ready is [var holder, ..] ? state.Workers[holder].Every : 0;

    /// <summary>The first round is one step: it is what the next one's length is measured by.</summary>
    private static long Timed(RunState state, RoundOptions options) => state.StepSeconds is { } seconds
        ? Math.Clamp((long)Math.Round(options.RoundTime.TotalSeconds / Math.Max(seconds, 1e-6)), 1, 100_000)
        : 1;

    private static long UpToMultiple(long step, long every) => every <= 0 ? long.MaxValue : every - (step % every);
}
