using System.CommandLine;
using System.Globalization;
using System.Text;

namespace GanCluster.Node.Commands.Help;

/// <summary>The help of a command: what it is for, examples, then all that it takes.</summary>
internal static class HelpText
{
    /// <summary>Of the left column; what is longer has the right one below it.</summary>
    private const int WidestLeft = 30;

    /// <param name="path">The commands from the outermost to this one.</param>
    /// <param name="columns">Lines are no longer where they can be broken.</param>
    internal static string Of(IReadOnlyList<Command> path, int columns)
    {
        var command = path[^1];
        var name = string.Join(' ', path.Select(part => part.Name));
        var help = HelpBook.Of(string.Join(' ', path.Skip(1).Select(part => part.Name)));
        var text = new StringBuilder().AppendLine(command.Description);
        if (help.Examples.Count > 0)
        {
            text.AppendLine().AppendLine("Examples:");
            foreach (var example in help.Examples)
            {
                text.AppendLine($"  {example.Line}").AppendLine($"      {example.What}");
            }
        }

        text.AppendLine().AppendLine("Usage:").AppendLine($"  {name}{Takes(command)}{(command.Subcommands.Count > 0 ? " [command]" : "")} [options]");
        Rows(text, "Arguments", command.Arguments.Select(argument => ($"<{argument.Name}>", argument.Description ?? "")), columns);
        foreach (var (heading, options) in OptionGroups.Of(command))
        {
            Rows(text, heading, options.Select(option => (Left(option), Right(option))), columns);
        }

        Rows(text, "Commands", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => (sub.Name + Takes(sub), sub.Description ?? "")), columns);
        Rows(text, "Environment", help.Variables.Concat(CommandHelp.CommonVariables).Select(variable => (variable.Name, variable.What)), columns);
        Rows(text, "Exit codes", Codes(help).Select(code => code.Split("  ", 2)).Select(parts => (parts[0], parts[1])), columns);
        return text.ToString();
    }

    private static IEnumerable<string> Codes(CommandHelp help) => CommandHelp.CommonCodes
        .Where(common => !help.Codes.Any(code => code.Split(' ')[0] == common.Split(' ')[0]))
        .Concat(help.Codes)
        .OrderBy(code => int.Parse(code.Split(' ')[0], CultureInfo.InvariantCulture));

    private static string Takes(Command command) => string.Concat(command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0
        ? $" [<{argument.Name}>{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}]"
        : $" <{argument.Name}>"));

    private static string Left(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(alias => alias.StartsWith('-'))
            .OrderBy(alias => alias, StringComparer.Ordinal).Prepend(option.Name).Distinct(StringComparer.Ordinal));
        return option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? names : $"{names} <{option.HelpName ?? "value"}>";
    }

    private static string Right(Option option) => option.HasDefaultValue && option.ValueType != typeof(bool)
        && option.GetDefaultValue() is { } value and not Array
        ? string.Create(CultureInfo.InvariantCulture, $"{option.Description} [default: {value}]")
        : option.Description ?? "";

    private static void Rows(StringBuilder text, string heading, IEnumerable<(string Left, string Right)> rows, int columns)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        text.AppendLine().AppendLine($"{heading}:");
        var width = Math.Min(WidestLeft, all.Max(row => row.Left.Length));
        foreach (var (left, right) in all)
        {
            var lines = Wrapped(right, Math.Max(20, columns - width - 4)).ToList();
            if (left.Length > width)
            {
                text.AppendLine($"  {left}");
            }
            else
            {
                text.AppendLine($"  {left.PadRight(width)}  {lines[0]}".TrimEnd());
                lines.RemoveAt(0);
            }

            lines.ForEach(line => text.AppendLine(new string(' ', width + 4) + line));
        }
    }

    private static IEnumerable<string> Wrapped(string text, int columns)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > columns)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }
}
