namespace GanCluster.Core.Runs;

/// <summary>
/// The steps at which a run's health is judged: in <c>gradients</c> the multiples of the steps that <c>evaluateEvery</c> is, in
/// <c>parameters</c> the first averaging at or after each. What is measured elsewhere, where a run ends or is stopped, is no check.
/// </summary>
public static class CheckSteps
{
    /// <summary>False for every step where there is no <c>evaluateEvery</c>.</summary>
    public static bool Includes(RunConfiguration configuration, long step) =>
        Includes(SyncSchedule.Of(configuration), Every(configuration), step);

    /// <param name="every">Steps; 0: there is none.</param>
    public static bool Includes(SyncSchedule schedule, long every, long step) =>
        every > 0 && step > 0 && schedule.IsFirstAfter(every, step);

    private static long Every(RunConfiguration configuration) =>
        configuration.EvaluateEvery == 0 ? 0 : RunLength.StepsFor(configuration, configuration.EvaluateEvery);
}
