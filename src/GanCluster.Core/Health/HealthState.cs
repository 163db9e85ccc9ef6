using System.Collections.Immutable;

namespace GanCluster.Core.Health;

/// <summary>A run's health as a fold over its checks: the same checks give the same verdicts, whoever folds them and
/// whenever.</summary>
public sealed record HealthState
{
    public static HealthState Start { get; } = new();

    public HealthVerdict Verdict { get; private init; } = HealthVerdict.Unchecked;

    /// <summary>Of the last check; 0 before the first.</summary>
    public long Step { get; private init; }

    /// <summary>Checks running, up to the last, with a sign of collapse.</summary>
    internal int Collapsing { get; private init; }

    internal int Exploding { get; private init; }

    /// <summary>Checks running without any sign.</summary>
    internal int Sound { get; private init; }

    private ImmutableDictionary<string, Baseline> Baselines { get; init; } = ImmutableDictionary<string, Baseline>.Empty;

    /// <param name="check">Of a later step than the one before.</param>
    public HealthState Apply(HealthCheck check, HealthOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(check.Step, Step);
        var signs = new HealthSigns(
            HealthRules.NotFinite(check),
            HealthRules.Collapse(check, Usual, options),
            HealthRules.Explosion(check, Usual, options));
        var counted = this with
        {
            Step = check.Step,
            Collapsing = signs.Collapse is null ? 0 : Collapsing + 1,
            Exploding = signs.Explosion is null ? 0 : Exploding + 1,
            Sound = signs.Any ? 0 : Sound + 1,

            // What is in trouble does not become usual, however long it lasts.
            Baselines = Learn(
                Learn(Baselines, check, signs.Collapse is null && HealthRules.IsGrown(check, options) ? HealthRules.OfSamples : [], options),
                check, signs.Explosion is null ? HealthRules.OfTraining : [], options),
        };
        return counted with { Verdict = HealthRules.Judge(counted, Verdict, signs, options) };
    }

    private Baseline Usual(string name) => Baselines.GetValueOrDefault(name, Baseline.Empty);

    private static ImmutableDictionary<string, Baseline> Learn(
        ImmutableDictionary<string, Baseline> baselines, HealthCheck check, ImmutableArray<string> names, HealthOptions options)
    {
        foreach (var name in names)
        {
            if (check.Values.TryGetValue(name, out var value) && double.IsFinite(value))
            {
                baselines = baselines.SetItem(name, baselines.GetValueOrDefault(name, Baseline.Empty).With(value, options));
            }
        }

        return baselines;
    }
}
