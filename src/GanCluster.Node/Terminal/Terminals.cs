using Spectre.Console;

namespace GanCluster.Node.Terminal;

/// <summary>The process's terminals, in colour unless NO_COLOR is set.</summary>
internal static class Terminals
{
    /// <summary>Null: standard output is a file or a pipe.</summary>
    internal static IAnsiConsole? OfOutput() => Of(Console.Out, Console.IsOutputRedirected);

    /// <summary>Null: standard error is a file or a pipe.</summary>
    internal static IAnsiConsole? OfError() => Of(Console.Error, Console.IsErrorRedirected);

    private static IAnsiConsole? Of(TextWriter writer, bool isRedirected) =>
        isRedirected || Environment.GetEnvironmentVariable("CI") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("TERM") is "dumb"
            ? null
            : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
