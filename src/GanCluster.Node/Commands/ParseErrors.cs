using System.CommandLine;
using System.CommandLine.Parsing;
using GanCluster.Core.Runs;

namespace GanCluster.Node.Commands;

/// <summary>A command line that can't be run, in one line.</summary>
internal static class ParseErrors
{
    /// <summary>Null when there is nothing wrong.</summary>
    internal static string? Describe(ParseResult parsed)
    {
        if (parsed.Action is { ClearsParseErrors: true })
        {
            return null;
        }

        var command = parsed.CommandResult.Command;
        var what = Unknown(parsed, command)
            ?? (parsed.Errors is [] ? null : command.Subcommands.Count > 0 ? CommandMissing(command) : Message(parsed.Errors[0]));
        return what is null ? null : $"{what.TrimEnd('.')} (see {FullName(parsed.CommandResult)} --help)";
    }

    // The parser hands a mistyped option to an argument that is still free, so the arguments are looked through as well.
    private static string? Unknown(ParseResult parsed, Command command)
    {
        var token = parsed.CommandResult.Tokens.Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens)
            .FirstOrDefault(value => value.StartsWith('-'))?.Split('=')[0];
        if (token is not null)
        {
            return $"unknown option '{token}'{Nearest(token, Options(parsed.CommandResult))}";
        }

        return parsed.UnmatchedTokens switch
        {
            [] => null,
            [var name, ..] when command.Subcommands.Count > 0 =>
                $"unknown command '{name}'{Nearest(name, Commands(command))}",
            [var extra, ..] => $"unexpected argument '{extra}'",
        };
    }

    // The parser's own words name neither the missing argument nor what it would be.
    private static string Message(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0 } missing => $"{missing.Argument.Name} is missing: {missing.Argument.Description}",
        OptionResult { Tokens.Count: 0 } missing => $"{missing.Option.Name} needs a value: {missing.Option.Description}",
        _ => error.Message,
    };

    private static string CommandMissing(Command command) =>
        $"a command is missing; it is one of {string.Join(", ", Commands(command))}";

    private static string Nearest(string name, IEnumerable<string> known) => $"; the nearest is '{NearestName.Of(name, known)}'";

    /// <summary>Hidden ones are for this program's own processes.</summary>
    private static IEnumerable<string> Commands(Command command) =>
        command.Subcommands.Where(known => !known.Hidden).Select(known => known.Name);

    private static IEnumerable<string> Options(CommandResult result) =>
        result.Command.Options.Select(option => option.Name).Append("--help");

    private static string FullName(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{FullName(parent)} {result.Command.Name}" : result.Command.Name;
}
