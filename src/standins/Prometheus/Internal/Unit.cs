using System.Text.RegularExpressions;

namespace OpenTelemetry.Exporter.Prometheus;

/// <summary>
/// A unit of UCUM (s, By/s, {step}) in Prometheus's words (seconds, bytes_per_second, nothing), as the OpenTelemetry
/// specification's compatibility/prometheus_and_openmetrics.md has it.
/// </summary>
internal static partial class Unit
{
    private static readonly Dictionary<string, string> Plurals = new(StringComparer.Ordinal)
    {
        ["d"] = "days",
        ["h"] = "hours",
        ["min"] = "minutes",
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["GiBy"] = "gibibytes",
        ["KBy"] = "kilobytes",
        ["MBy"] = "megabytes",
        ["GBy"] = "gigabytes",
        ["J"] = "joules",
        ["W"] = "watts",
        ["Cel"] = "celsius",
        ["Hz"] = "hertz",
        ["%"] = "percent",
        ["1"] = "",
    };

    private static readonly Dictionary<string, string> Singulars = new(StringComparer.Ordinal)
    {
        ["s"] = "second",
        ["m"] = "minute",
        ["h"] = "hour",
        ["d"] = "day",
    };

    public static string Words(string unit)
    {
        var parts = Annotation().Replace(unit, "").Split('/', 2);
        var words = Plurals.GetValueOrDefault(parts[0], parts[0]);
        if (parts.Length == 2)
        {
            words += "_per_" + Singulars.GetValueOrDefault(parts[1], parts[1]);
        }
        return Other().Replace(words, "_").Trim('_');
    }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Annotation();

    [GeneratedRegex("[^a-zA-Z0-9:]+", RegexOptions.None, 1000)]
    private static partial Regex Other();
}
