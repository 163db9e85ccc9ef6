using System.Globalization;

namespace GanCluster.Node.Terminal;

/// <summary>A snapshot as one line; what matters most comes first, for a narrow terminal cuts the end off.</summary>
internal static class ProgressText
{
    internal static string Of(ProgressSnapshot now)
    {
        string[] parts =
        [
            Invariant($"step {now.Step:N0}/{now.Steps:N0}"),
            Invariant($"{Share(now):P0}"),
            Invariant($"{now.ImagesPerSecond:N0} images/s"),
            now.Left is { } left ? Duration(left) + " left" : "",
            Invariant($"loss D {now.LossD:F3} G {now.LossG:F3}"),
            now.Epoch is { } epoch ? Invariant($"epoch {epoch:F1}") : "",
            Invariant($"score real {now.ScoreReal:F2} fake {now.ScoreFake:F2}"),
        ];
        return string.Join("  ", parts.Where(part => part.Length > 0));
    }

    /// <summary>The two largest units, as in <c>2 h 5 min</c>.</summary>
    internal static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        >= 86_400 => Invariant($"{(long)time.TotalDays} d {time.Hours} h"),
        >= 3_600 => Invariant($"{time.Hours} h {time.Minutes} min"),
        >= 60 => Invariant($"{time.Minutes} min {time.Seconds} s"),
        _ => Invariant($"{Math.Max(time.Seconds, 0)} s"),
    };

    // Rounded down, so that 100 % means finished.
    private static double Share(ProgressSnapshot now) =>
        now.Steps > 0 ? Math.Floor(100.0 * now.Step / now.Steps) / 100 : 0;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
