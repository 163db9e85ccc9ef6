using System.Globalization;

namespace OpenTelemetry.Exporter.Prometheus;

internal static class Numbers
{
    public static string Text(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>OpenMetrics's canonical number: always a point or an exponent, the latter below 1e-4 and from 1e6 on.</summary>
    public static string Canonical(double value)
    {
        if (!double.IsFinite(value))
        {
            return Text(value);
        }
        if (value != 0 && Math.Abs(value) is < 1e-4 or >= 1e6)
        {
            return value.ToString("0.##############e+00", CultureInfo.InvariantCulture);
        }
        var text = Text(value);
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }
}
