using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GanCluster.Telemetry.Views;

namespace GanCluster.Telemetry.Page;

/// <summary>Both losses over steps, as SVG.</summary>
internal static class LossChart
{
    private const double Width = 640;
    private const double Height = 220;
    private const double Left = 52;
    private const double Right = 76;
    private const double Top = 10;
    private const double Bottom = 26;

    /// <param name="rounds">Points of a run's rounds.</param>
    public static string Svg(ImmutableArray<CurvePoint> rounds)
    {
        var points = rounds.Select(point => new Losses(point.Step, point.Values[0], point.Values[1]))
            .Where(p => double.IsFinite(p.D) && double.IsFinite(p.G)).ToList();
        if (points.Count < 2)
        {
            return "<p class=\"quiet\">The losses are drawn from the second round on.</p>";
        }

        var (low, high) = Range(points);
        var (first, last) = (points[0].Step, points[^1].Step);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"")
            .Append(CultureInfo.InvariantCulture, $"Losses from step {first} to {last}: discriminator {points[^1].D:0.###}, ")
            .Append(CultureInfo.InvariantCulture, $"generator {points[^1].G:0.###} at the end\">");
        foreach (var tick in new[] { low, (low + high) / 2, high })
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" ")
                .Append(CultureInfo.InvariantCulture, $"y1=\"{Y(tick):0.0}\" y2=\"{Y(tick):0.0}\"/>")
                .Append(Text(Left - 8, Y(tick) + 4, "end", "tick", tick.ToString("0.##", CultureInfo.InvariantCulture)));
        }

        svg.Append(Text(Left, Height - 6, "start", "tick", $"step {first}"))
            .Append(Text(Width - Right, Height - 6, "end", "tick", last.ToString(CultureInfo.InvariantCulture)));
        Line("d", "D", p => p.D);
        Line("g", "G", p => p.G);
        return svg.Append("</svg>").ToString();

        double X(long step) => Left + ((Width - Left - Right) * (step - first) / Math.Max(1, last - first));
        double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * (value - low) / (high - low));

        void Line(string style, string name, Func<Losses, double> value)
        {
            var path = string.Join(' ', points.Select(p => string.Create(
                CultureInfo.InvariantCulture, $"{X(p.Step):0.0},{Y(value(p)):0.0}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"{style}\" points=\"{path}\"/>")
                .Append(Text(
                    Width - Right + 6,
                    Y(value(points[^1])) + 4,
                    "start",
                    style,
                    string.Create(CultureInfo.InvariantCulture, $"{name} {value(points[^1]):0.000}")));
        }
    }

    private readonly record struct Losses(long Step, double D, double G);

    private static (double Low, double High) Range(List<Losses> points)
    {
        var low = points.Min(p => Math.Min(p.D, p.G));
        var high = points.Max(p => Math.Max(p.D, p.G));
        return high - low < 1e-9 ? (low - 0.5, high + 0.5) : (low, high);
    }

    private static string Text(double x, double y, string anchor, string style, string text) => string.Create(
        CultureInfo.InvariantCulture,
        $"<text class=\"{style}\" x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\">{text}</text>");
}
