using System.Globalization;

namespace GanCluster.Node.Terminal;

/// <summary>A snapshot as one line.</summary>
internal static class ProgressText
{
    /// <summary>At most <paramref name="width"/> characters; what matters least is left out whole, then the end is cut.</summary>
    internal static string Format(ProgressSnapshot now, int width)
    {
        (string Text, int Rank)[] parts =
        [
            (Invariant($"step {now.Step:N0}/{now.Steps:N0}"), 0),
            (Invariant($"{Share(now):P0}"), 2),
            (now.Epoch is { } epoch ? Invariant($"epoch {epoch:F1}") : "", 4),
            (Invariant($"loss D {now.LossD:F3} G {now.LossG:F3}"), 3),
            (Invariant($"score real {now.ScoreReal:F2} fake {now.ScoreFake:F2}"), 5),
            (Invariant($"{now.ImagesPerSecond:N0} images/s"), 1),
            (now.Left is { } left ? Duration(left) + " left" : "", 2),
        ];
        for (var most = 5; most > 0; most--)
        {
            var line = Join(parts, most);
            if (line.Length <= width)
            {
                return line;
            }
        }

        var least = Join(parts, 0);
        return least[..Math.Min(least.Length, Math.Max(width, 0))];
    }

    /// <summary>The two largest units, as in <c>2 h 5 min</c>.</summary>
    internal static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        >= 86_400 => Invariant($"{(long)time.TotalDays} d {time.Hours} h"),
        >= 3_600 => Invariant($"{time.Hours} h {time.Minutes} min"),
        >= 60 => Invariant($"{time.Minutes} min {time.Seconds} s"),
        _ => Invariant($"{Math.Max(time.Seconds, 0)} s"),
    };

    private static string Join((string Text, int Rank)[] parts, int most) =>
        string.Join("  ", parts.Where(part => part.Rank <= most && part.Text.Length > 0).Select(part => part.Text));

    // Rounded down, so that 100 % means finished.
    private static double Share(ProgressSnapshot now) =>
        now.Steps > 0 ? Math.Floor(100.0 * now.Step / now.Steps) / 100 : 0;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
