using System.Collections.Immutable;

namespace GanCluster.Core.Health;

/// <summary>
/// What is usual for a measure: the running median over its last sound checks, and its extremes. Of these an alarm goes by, and not
/// by single values, so that one lucky check does not set what all later ones are held to.
/// </summary>
/// <param name="Window">The last sound values, oldest first.</param>
/// <param name="Highest">Running median so far; null: too few checks.</param>
/// <param name="Lowest">Likewise.</param>
internal sealed record Baseline(ImmutableArray<double> Window, double? Highest, double? Lowest)
{
    public static Baseline Empty { get; } = new([], null, null);

    public Baseline With(double value, HealthOptions options)
    {
        var window = Window.Length < options.Window ? Window.Add(value) : [.. Window[1..], value];
        if (window.Length < options.LeastChecks)
        {
            return this with { Window = window };
        }

        var median = Medians.Of(window);
        return new Baseline(window, Math.Max(Highest ?? median, median), Math.Min(Lowest ?? median, median));
    }
}
