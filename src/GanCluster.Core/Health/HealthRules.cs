using System.Collections.Immutable;
using System.Globalization;

namespace GanCluster.Core.Health;

/// <summary>Signs of trouble in one check, each as a line for people, null without one; and what several of them mean.</summary>
internal static class HealthRules
{
    private static readonly string[] Shares = [HealthCheck.Recall, HealthCheck.Coverage];
    private static readonly string[] Kls = [HealthCheck.ReverseKl, HealthCheck.ClassKl];

    internal static readonly ImmutableArray<string> OfSamples =
    [
        HealthCheck.Modes, HealthCheck.Recall, HealthCheck.Coverage, HealthCheck.HighQualityShare, HealthCheck.ReverseKl,
        HealthCheck.Diversity, HealthCheck.Classes, HealthCheck.ClassKl,
    ];

    internal static readonly ImmutableArray<string> OfTraining =
        [HealthCheck.LossD, HealthCheck.LossG, HealthCheck.ScoreReal, HealthCheck.ScoreFake];

    public static string? NotFinite(HealthCheck check) =>
        OfSamples.Concat(OfTraining).FirstOrDefault(name => check.Values.TryGetValue(name, out var value) && !double.IsFinite(value));

    public static bool IsGrown(HealthCheck check, HealthOptions options) =>
        !check.Values.TryGetValue(HealthCheck.HighQualityShare, out var share) || share >= options.LeastQuality;

    /// <summary>Few modes from the start are none: what is lost must have been there.</summary>
    public static string? Collapse(HealthCheck check, Func<string, Baseline> usual, HealthOptions options) =>
        Fallen(check, HealthCheck.Modes, options.LeastModes, usual, options)
        ?? Fallen(check, HealthCheck.Classes, options.LeastModes, usual, options)
        ?? Shares.Select(name => Fallen(check, name, options.LeastShare, usual, options)).FirstOrDefault(sign => sign is not null)
        ?? Fallen(check, HealthCheck.HighQualityShare, options.LeastQualityLost, usual, options)
        ?? Kls.Select(name => RisenKl(check, name, usual(name), options)).FirstOrDefault(sign => sign is not null)
        ?? Alike(check, usual(HealthCheck.Diversity), options);

    public static string? Explosion(HealthCheck check, Func<string, Baseline> usual, HealthOptions options) =>
        OfTraining.Select(name => Exploded(check, name, usual(name), options)).FirstOrDefault(sign => sign is not null);

    /// <param name="state">After the check is counted.</param>
    /// <param name="before">The check.</param>
    public static HealthVerdict Judge(HealthState state, HealthVerdict before, HealthSigns signs, HealthOptions options)
    {
        var found = signs switch
        {
            { NotFinite: { } name } => Found(HealthCondition.Alarm, HealthCause.NotFinite, $"not finite: {name}"),
            { Collapse: { } sign } when state.Collapsing >= options.CollapseChecks =>
                Found(HealthCondition.Alarm, HealthCause.Collapse, $"collapse: {sign}, {options.CollapseChecks} checks running"),
            { Collapse: { } sign } => Found(HealthCondition.Suspect, HealthCause.Collapse, $"collapse: {sign}"),
            { Explosion: { } sign } when state.Exploding >= options.ExplosionChecks =>
                Found(HealthCondition.Suspect, HealthCause.Exploding, $"exploding: {sign}"),
            _ when before.Condition != HealthCondition.Healthy && state.Sound >= options.ClearChecks =>
                Found(HealthCondition.Healthy, HealthCause.None, $"cleared at step {state.Step}: {before.State} since step {before.Step}"),
            _ when before == HealthVerdict.Unchecked =>
                Found(HealthCondition.Healthy, HealthCause.None, "no sign of trouble"),
            _ => before,
        };
        var isNew = found.Cause == HealthCause.None || found.Condition > before.Condition
            || (found.Condition == before.Condition && found.Cause != before.Cause);
        return isNew ? found : before;

        HealthVerdict Found(HealthCondition condition, HealthCause cause, string reason) =>
            new(condition, cause, reason, state.Step);
    }

    private static string? Fallen(
        HealthCheck check, string name, double least, Func<string, Baseline> usual, HealthOptions options) =>
        check.Values.TryGetValue(name, out var value) && usual(name).Highest is { } best
            && value < (1 - options.Fall) * best && best - value >= least
            ? Text($"{name} is {value:0.###} after {best:0.###}")
            : null;

    private static string? RisenKl(HealthCheck check, string name, Baseline usual, HealthOptions options) =>
        check.Values.TryGetValue(name, out var value) && usual.Lowest is { } best
            && value > Math.Max(options.ReverseKlFactor * best, options.ReverseKlFloor)
            ? Text($"{name} is {value:0.###} after {best:0.###}")
            : null;

    private static string? Alike(HealthCheck check, Baseline usual, HealthOptions options) =>
        check.Values.TryGetValue(HealthCheck.Diversity, out var value) && usual.Window.Length >= options.LeastChecks
            && Medians.Of(usual.Window) is var median && value < options.DiversityRatio * median
            ? Text($"diversity is {value:0.###}, usually {median:0.###}")
            : null;

    /// <summary>By magnitude, for a critic's loss explodes in either direction.</summary>
    private static string? Exploded(HealthCheck check, string name, Baseline usual, HealthOptions options)
    {
        if (!check.Values.TryGetValue(name, out var value) || usual.Window.Length < options.Window)
        {
            return null;
        }

        var magnitudes = usual.Window.Select(Math.Abs).ToArray();
        var median = Medians.Of(magnitudes);
        var bound = Math.Max(
            median + (options.ExplosionDeviations * Medians.Deviation(magnitudes, median)),
            Math.Max(options.ExplosionFactor * median, options.ExplosionFloor));
        return Math.Abs(value) > bound ? Text($"{name} is {value:0.###}, usually {Medians.Of(usual.Window):0.###}") : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Of one check; null: none.</summary>
internal readonly record struct HealthSigns(string? NotFinite, string? Collapse, string? Explosion)
{
    public bool Any => NotFinite is not null || Collapse is not null || Explosion is not null;
}
