using System.CommandLine;

namespace GanCluster.Node.Commands.Completion;

/// <summary>What may follow the words of a command.</summary>
/// <param name="Path">The words, as <c>bench train</c>; empty for the program itself.</param>
/// <param name="Words">Commands, options, and the runs or shells that an argument takes.</param>
/// <param name="Options">Those that take a value, and what it may be: none where it may be anything, as a path.</param>
internal sealed record CompletionEntry(
    string Path, IReadOnlyList<string> Words, IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Options);

/// <summary>The command line as a table, from which the shells' scripts are made.</summary>
internal static class CompletionTable
{
    private const string Run = "RUN";

    /// <param name="runs">Those that can be named.</param>
    internal static IReadOnlyList<CompletionEntry> Of(Command root, IReadOnlyList<string> runs) => [.. Entries(root, "", runs)];

    private static IEnumerable<CompletionEntry> Entries(Command command, string path, IReadOnlyList<string> runs)
    {
        var commands = command.Subcommands.Where(sub => !sub.Hidden).ToList();
        var options = command.Options.Where(option => !option.Hidden).ToList();
        yield return new CompletionEntry(
            path,
            [
                .. commands.Select(sub => sub.Name),
                .. command.Arguments.SelectMany(argument => argument.Name == Run ? runs : Choices(argument)),
                .. options.Select(option => option.Name).Append("--help").Distinct(StringComparer.Ordinal),
            ],
            [.. options.Where(TakesValue).Select(option => (option.Name, option.HelpName == Run ? runs : Choices(option)))]);
        foreach (var entry in commands.SelectMany(sub => Entries(sub, $"{path} {sub.Name}".Trim(), runs)))
        {
            yield return entry;
        }
    }

    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);

    /// <summary>What the parser itself accepts alone.</summary>
    private static IReadOnlyList<string> Choices(Symbol symbol) =>
        [.. symbol.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(item => item.Label)];
}
