namespace GanCluster.Core.Health.Recorded;

/// <summary>How many modes, or classes, a spoilt run had, by one measure of them.</summary>
/// <param name="Before">The most at a check before the fault.</param>
/// <param name="Collapsed">At the last check of the course that was spoilt: where there was a roll-back, the one that it was
/// decided by.</param>
/// <param name="End">At the run's last check.</param>
public sealed record Recovery(double Before, double Collapsed, double End)
{
    public double Restored => End / Before;

    /// <param name="measure">In truth <see cref="CollapseTruth.Held"/>, as the run knows it <see cref="HealthCheck.Modes"/>.</param>
    /// <returns>Null: there was nothing to lose.</returns>
    public static Recovery? Of(SpoiltRun run, long? faultStep, string measure)
    {
        var before = run.First.Where(check => check.Step <= faultStep).Select(Had).DefaultIfEmpty(0).Max();
        return before > 0 ? new Recovery(before, Had(run.First[^1]), Had(run.Checks[^1])) : null;

        // Of numbers that ended none.
        double Had(HealthCheck check) => check.Values.GetValueOrDefault(measure);
    }
}
