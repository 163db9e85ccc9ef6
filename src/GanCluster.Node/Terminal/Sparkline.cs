namespace GanCluster.Node.Terminal;

/// <summary>Numbers as a line of blocks: the smallest that is shown is the lowest, the largest the highest.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <param name="values">Of them the last ones are shown; what is no number is a gap.</param>
    internal static string Of(IReadOnlyList<double> values, int columns)
    {
        var shown = values.Skip(Math.Max(0, values.Count - columns)).ToList();
        var numbers = shown.Where(double.IsFinite).ToList();
        if (numbers.Count == 0)
        {
            return new string(' ', shown.Count);
        }

        var (least, most) = (numbers.Min(), numbers.Max());
        return string.Concat(shown.Select(value => !double.IsFinite(value) ? ' ' : Blocks[Level(value, least, most)]));
    }

    // All alike: in the middle, for neither end would be true.
    private static int Level(double value, double least, double most) => most > least
        ? (int)Math.Round((value - least) / (most - least) * (Blocks.Length - 1))
        : Blocks.Length / 2;
}
