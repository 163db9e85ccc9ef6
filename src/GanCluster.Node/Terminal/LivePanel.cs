using System.Globalization;
using Spectre.Console;

namespace GanCluster.Node.Terminal;

/// <summary>
/// Lines of a terminal that stay the last ones and are drawn again in place. The cursor rests on the first of them: what another
/// process of the run writes comes above what is drawn next, and a terminal that is made narrower wraps only lines that are wiped.
/// </summary>
internal sealed class LivePanel(TextWriter writer, IAnsiConsole terminal)
{
    /// <summary>From the cursor to the end of its line.</summary>
    internal const string WipeLine = "\u001b[K";

    /// <summary>From the cursor to the end of the screen.</summary>
    private const string Wipe = "\r\u001b[J";

    internal int Width => Math.Max(1, terminal.Profile.Width);

    internal int Height => Math.Max(1, terminal.Profile.Height);

    internal bool InColour => terminal.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;

    internal void Show(IReadOnlyList<string> lines)
    {
        var back = lines.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"\u001b[{lines.Count - 1}A") : "";
        writer.Write($"{Wipe}{string.Join('\n', lines)}{back}\r");
        writer.Flush();
    }

    /// <summary>A line that stays, above what is shown next.</summary>
    internal void Leave(string line)
    {
        writer.Write($"{Wipe}{line}\n");
        writer.Flush();
    }
}
