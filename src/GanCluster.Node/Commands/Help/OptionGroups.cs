using System.CommandLine;

namespace GanCluster.Node.Commands.Help;

/// <summary>A command's options under the headings of its help.</summary>
internal static class OptionGroups
{
    /// <summary>With no more than these a command needs no headings.</summary>
    private const int Few = 7;

    private static readonly (string Heading, string[] Options)[] Groups =
    [
        ("What is trained", ["--set", "--seed", "--data", "--from", "--resume", "--run"]),
        ("How long", ["--steps", "--seconds", "--images"]),
        ("Who computes", ["--nodes", "--workers-per-node", "--devices", "--coordinators", "--hosts", "--workers", "--join-timeout", "--safe-every",
            "--join", "--wait-for-coordinator", "--max-workers"]),
        ("Where nodes meet", ["--peers", "--remote", "--ssh", "--host", "--bind", "--port", "--data-port", "--secret-file", "--certificate", "--trust"]),
        ("What is drawn", ["--count", "--label", "--first", "--step", "--truncation"]),
        ("What comes out", ["--out", "--npy", "--gif", "--json", "--http", "--record"]),
    ];

    internal static IEnumerable<(string Heading, IReadOnlyList<Option> Options)> Of(Command command)
    {
        var shown = command.Options.Where(option => !option.Hidden).ToList();
        if (shown.Count <= Few)
        {
            return [("Options", shown)];
        }

        var grouped = Groups.Select(group => (group.Heading, (IReadOnlyList<Option>)[.. shown.Where(option => group.Options.Contains(option.Name))]));
        var rest = shown.Where(option => !Groups.Any(group => group.Options.Contains(option.Name))).ToList();
        return grouped.Append(("Options", rest)).Where(group => group.Item2.Count > 0);
    }
}
