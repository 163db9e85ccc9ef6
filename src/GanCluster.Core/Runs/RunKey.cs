using System.Globalization;
using System.Numerics;
using GanCluster.Core.Noise;

namespace GanCluster.Core.Runs;

/// <summary>
/// One key of a run. Its value passes through text everywhere (file, <c>--set</c>, canonical JSON, comparison, validation),
/// so that all of them agree on what a value is.
/// </summary>
/// <param name="Path">The key, nested by dots.</param>
/// <param name="Takes">What the value must be; ends an error line.</param>
/// <param name="IsText">A string in JSON; otherwise a number.</param>
/// <param name="Text">The value as invariant text that reads back to the same bits.</param>
/// <param name="With">The configuration with this value; null when the text isn't a value that the key takes.</param>
internal sealed record RunKey(
    string Path,
    string Takes,
    bool IsText,
    Func<RunConfiguration, string> Text,
    Func<RunConfiguration, string, RunConfiguration?> With)
{
    private const NumberStyles Number =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    internal bool Accepts(RunConfiguration configuration) => With(configuration, Text(configuration)) is not null;

    internal static RunKey Choice(
        string path,
        IReadOnlyList<string> allowed,
        Func<RunConfiguration, string> get,
        Func<RunConfiguration, string, RunConfiguration> with,
        string? takes = null) =>
        new(
            path,
            takes ?? "one of " + string.Join(", ", allowed),
            IsText: true,
            get,
            (configuration, text) => allowed.Contains(text, StringComparer.Ordinal) ? with(configuration, text) : null);

    internal static RunKey Name(
        string path,
        string takes,
        Func<string, bool> isName,
        Func<RunConfiguration, string> get,
        Func<RunConfiguration, string, RunConfiguration> with) =>
        new(path, takes, IsText: true, get, (configuration, text) => isName(text) ? with(configuration, text) : null);

    internal static RunKey Whole<T>(
        string path,
        T from,
        T to,
        Func<RunConfiguration, T> get,
        Func<RunConfiguration, T, RunConfiguration> with)
        where T : IBinaryInteger<T> =>
        new(
            path,
            string.Create(CultureInfo.InvariantCulture, $"a whole number from {from} to {to}"),
            IsText: false,
            configuration => get(configuration).ToString(null, CultureInfo.InvariantCulture),
            (configuration, text) => T.TryParse(text, Number, CultureInfo.InvariantCulture, out var value)
                && value >= from && value <= to
                ? with(configuration, value)
                : null);

    internal static RunKey Real(
        string path,
        RealRange range,
        Func<RunConfiguration, double> get,
        Func<RunConfiguration, double, RunConfiguration> with) =>
        new(
            path,
            range.Takes,
            IsText: false,
            configuration => Plain(get(configuration)).ToString("R", CultureInfo.InvariantCulture),
            (configuration, text) => double.TryParse(text, Number, CultureInfo.InvariantCulture, out var value)
                && double.IsFinite(value) && range.Contains(value)
                ? with(configuration, Plain(value))
                : null);

    // Adding zero turns -0 into 0: equal values must have equal text.
    private static double Plain(double value) => value + 0.0;
}

/// <summary>The real numbers that a key takes.</summary>
internal sealed record RealRange(string Takes, Func<double, bool> Contains)
{
    internal static RealRange AboveZero { get; } = new("a number above 0", value => value > 0);

    internal static RealRange NotNegative { get; } = new("a number of 0 or more", value => value >= 0);

    internal static RealRange BelowOne { get; } = new("a number from 0 to below 1", value => value is >= 0 and < 1);

    internal static RealRange Truncation { get; } = new(
        string.Create(CultureInfo.InvariantCulture, $"a number of {TruncatedNormals.LeastBound} or more"),
        value => value >= TruncatedNormals.LeastBound);

    internal static RealRange ShareOrZero { get; } = new("a number from 0 to 1", value => value is >= 0 and <= 1);

    internal static RealRange Share { get; } = new("a number above 0 and up to 1", value => value is > 0 and <= 1);
}
