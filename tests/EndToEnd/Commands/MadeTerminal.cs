using System.Text.RegularExpressions;
using Spectre.Console;

namespace GanCluster.EndToEnd.Tests.Commands;

/// <summary>A terminal that keeps what is written to it.</summary>
internal sealed partial class MadeTerminal : IDisposable
{
    private readonly StringWriter _written = new() { NewLine = "\n" };

    internal MadeTerminal(int width, bool hasColours = false)
    {
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = hasColours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_written),
        });
        Console.Profile.Width = width;
    }

    internal IAnsiConsole Console { get; }

    public void Dispose() => _written.Dispose();

    internal TextWriter Writer => _written;

    /// <summary>With every sequence that moves the cursor or colours the text.</summary>
    internal string Written => _written.ToString();

    /// <summary>The lines that a person sees in the end: a line that is begun again loses what stood there.</summary>
    internal string[] Shown() => string.Join('\n', Written.Split('\n').Select(LastDrawn)).TrimEnd('\n').Split('\n');

    private static string LastDrawn(string line) => Sequence().Replace(line[(line.LastIndexOf('\r') + 1)..], "").TrimEnd();

    [GeneratedRegex("\u001b\\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Sequence();
}
