namespace GanCluster.Core.Health.Recorded;

/// <summary>
/// Whether a run that was spoilt collapsed in truth, which no rule is asked about: by more samples of other noise than its checks
/// go by, and for images by a classifier that its checks do not know.
/// </summary>
public static class CollapseTruth
{
    /// <summary>Modes, or classes, with at least <see cref="HeldPart"/> of their fair share of good samples.</summary>
    public const string Held = "truth_held";

    /// <summary>Of the samples, the high-quality ones.</summary>
    public const string Share = "truth_share";

    /// <summary>From the real samples; less is better.</summary>
    public const string Distance = "truth_distance";

    public const double HeldPart = 0.2;

    /// <summary>The part of the modes, or of the share, that is left of what was usual before the fault, below which a check is
    /// collapsed.</summary>
    private const double Left = 0.7;

    /// <summary>Times the distance that was usual before.</summary>
    private const double Farther = 2;

    /// <summary>Before the fault, of which the median is what was usual.</summary>
    private const int Before = 5;

    /// <summary>Collapsed checks running that are a collapse.</summary>
    private const int Running = 3;

    /// <returns>The step of the first of them; null: the run did not collapse.</returns>
    public static long? Onset(RecordedSeries series)
    {
        if (series.FaultStep is not { } fault)
        {
            return null;
        }

        var before = series.Checks.Where(check => check.Step <= fault).TakeLast(Before).ToList();
        var after = series.Checks.Where(check => check.Step > fault).ToList();
        var (held, share, distance) = (Usual(before, Held), Usual(before, Share), Usual(before, Distance));
        for (var first = 0; first < after.Count; first++)
        {
            if (HealthRules.NotFinite(after[first]) is not null
                || (after.Count - first >= Running && after.Skip(first).Take(Running).All(IsCollapsed)))
            {
                return after[first].Step;
            }
        }

        return null;

        bool IsCollapsed(HealthCheck check) =>
            HealthRules.NotFinite(check) is not null
            || (held is { } h && check.Values[Held] < Left * h)
            || (share is { } s && check.Values[Share] < Left * s)
            || (distance is { } d && check.Values[Distance] > Farther * d);
    }

    private static double? Usual(List<HealthCheck> checks, string name)
    {
        var values = checks.Where(check => check.Values.ContainsKey(name)).Select(check => check.Values[name]).ToList();
        return values.Count == 0 ? null : Medians.Of(values);
    }
}
