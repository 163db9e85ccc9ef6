namespace GanCluster.Core.Health.Recorded;

/// <summary>The modes, or classes, that a spoilt run held in truth (<see cref="CollapseTruth.Held"/>).</summary>
/// <param name="Before">The most at a check before the fault.</param>
/// <param name="Collapsed">At the last check of the course that was spoilt: where there was a roll-back, the one that it was
/// decided by.</param>
/// <param name="End">At the run's last check.</param>
public sealed record Recovery(double Before, double Collapsed, double End)
{
    public double Restored => End / Before;

    /// <summary>Null: nothing was held that could have been lost.</summary>
    public static Recovery? Of(SpoiltRun run, long? faultStep)
    {
        var before = run.First.Where(check => check.Step <= faultStep).Select(Held).DefaultIfEmpty(0).Max();
        return before > 0 ? new Recovery(before, Held(run.First[^1]), Held(run.Checks[^1])) : null;
    }

    /// <summary>Of numbers that ended none.</summary>
    private static double Held(HealthCheck check) => check.Values.GetValueOrDefault(CollapseTruth.Held);
}
