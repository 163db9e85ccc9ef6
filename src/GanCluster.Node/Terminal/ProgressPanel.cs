using System.Globalization;

namespace GanCluster.Node.Terminal;

/// <summary>A run's progress as some lines of a terminal, of which a low one shows the first.</summary>
internal static class ProgressPanel
{
    private const int Label = 12;
    private const int Value = 9;
    private const int LeastBar = 10;
    private const int MostBar = 40;
    private const string D = "36";
    private const string G = "35";
    private const string Plain = "32";

    /// <param name="width">Of the terminal, whose last column stays empty: a full line wraps on some.</param>
    /// <param name="height">Of the terminal.</param>
    /// <returns>The first one is empty: what another process writes meanwhile stands there.</returns>
    internal static IReadOnlyList<string> Of(ProgressHistory history, int width, int height, bool inColour)
    {
        var now = history.Newest;
        var columns = Math.Max(1, width - 1);
        IEnumerable<string> lines =
        [
            "",
            Cut(Position(now, columns), columns),
            Row("loss D", Number(now.LossD, "F3"), s => s.LossD, D),
            Row("loss G", Number(now.LossG, "F3"), s => s.LossG, G),
            Row("score real", Number(now.ScoreReal, "F2"), s => s.ScoreReal, D),
            Row("score fake", Number(now.ScoreFake, "F2"), s => s.ScoreFake, G),
            Row("images/s", Number(now.ImagesPerSecond, "N0"), s => s.ImagesPerSecond, Plain),
            .. now.Workers > 0 ? [Row("workers", Number(now.Workers, "N0"), s => s.Workers, Plain)] : Array.Empty<string>(),
        ];
        return [.. lines.Take(Math.Max(2, height - 1))];

        string Row(string label, string value, Func<ProgressSnapshot, double> of, string colour)
        {
            var text = Cut($"{label.PadRight(Label)}{value.PadLeft(Value)}", columns);
            var room = columns - text.Length - 2;
            if (room < LeastBar)
            {
                return text;
            }

            var spark = Sparkline.Of([.. history.Snapshots.Select(of)], room);
            return inColour ? $"{text}  \u001b[{colour}m{spark}\u001b[0m" : $"{text}  {spark}";
        }
    }

    private static string Position(ProgressSnapshot now, int columns)
    {
        var share = Math.Clamp(now.Part ?? (now.Steps > 0 ? (double)now.Step / now.Steps : 0), 0, 1);
        var text = string.Create(CultureInfo.InvariantCulture, $"step {now.Step:N0}/{now.Steps:N0}")
            + (now.Left is { } left ? $"  {ProgressText.Duration(left)} left" : "")
            + (now.Epoch is { } epoch ? string.Create(CultureInfo.InvariantCulture, $"  epoch {epoch:F1}") : "");
        // Rounded down, so that 100 % means finished.
        var percent = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 100):0} %");
        var room = Math.Min(MostBar, columns - text.Length - percent.Length - 4);
        if (room < LeastBar)
        {
            return $"{text}  {percent}";
        }

        var done = (int)(share * room);
        return $"{text}  {new string('█', done)}{new string('░', room - done)}  {percent}";
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Cut(string text, int columns) => text.Length <= columns ? text : text[..(columns - 1)] + '…';
}
