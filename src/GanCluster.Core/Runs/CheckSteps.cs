namespace GanCluster.Core.Runs;

/// <summary>
/// The steps at which a run's health is judged: in <c>gradients</c> the multiples of the steps that <c>evaluateEvery</c> is, in
/// <c>parameters</c> the first averaging at or after each. What is measured elsewhere, where a run ends or is stopped, is no check.
/// </summary>
public static class CheckSteps
{
    /// <summary>False for every step where there is no <c>evaluateEvery</c>.</summary>
    public static bool Includes(RunConfiguration configuration, long step)
    {
        var every = Every(configuration);
        return every > 0 && step > 0 && (configuration.Sync == SyncMode.Gradients
            ? step % every == 0
            : step % configuration.SyncEvery == 0 && step / every > (step - configuration.SyncEvery) / every);
    }

    private static long Every(RunConfiguration configuration) =>
        configuration.EvaluateEvery == 0 ? 0 : RunLength.StepsFor(configuration, configuration.EvaluateEvery);
}
