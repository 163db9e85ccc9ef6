namespace GanCluster.Node.Commands.Help;

/// <summary>A command line, as the launcher takes it, and what it does.</summary>
internal sealed record HelpExample(string Line, string What);

/// <summary>A variable of the environment.</summary>
internal sealed record HelpVariable(string Name, string What);

/// <summary>What the help of a command says beside its options.</summary>
/// <param name="Variables">That it reads, beside those that every command does.</param>
/// <param name="Codes">That it ends with, beside 0, 1 and 2.</param>
internal sealed record CommandHelp(
    IReadOnlyList<HelpExample> Examples, IReadOnlyList<HelpVariable> Variables, IReadOnlyList<string> Codes)
{
    internal static CommandHelp None { get; } = new([], [], []);

    internal static readonly IReadOnlyList<string> CommonCodes = ["0  done, also after SIGTERM", "1  failed", "2  bad input: one line with the fix"];

    internal static readonly IReadOnlyList<HelpVariable> CommonVariables =
    [
        new("NO_COLOR", "Set to anything: no colours."),
        new("GANCLUSTER_TRACE", "1: where a failure came from."),
    ];
}
