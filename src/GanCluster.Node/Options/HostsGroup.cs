using System.CommandLine;
using GanCluster.Core;

namespace GanCluster.Node.Options;

/// <summary>Other machines that are to compute a run, each with one worker node.</summary>
/// <param name="Names">As ssh takes them.</param>
/// <param name="Ssh">The program that reaches them, and its options.</param>
/// <param name="Program">What they run, as their shell takes it; null: what runs here, at the same path.</param>
/// <param name="Address">What they reach this machine at; null: its address on the way to the first of them.</param>
internal sealed record HostsOptions(IReadOnlyList<string> Names, string Ssh, string? Program, string? Address);

/// <summary>What <c>train</c> takes about other machines.</summary>
internal sealed class HostsGroup
{
    private readonly Option<string[]?> _hosts = OptionOf.Text(
        "--hosts",
        "[USER@]HOST,...",
        "A worker node on each of these machines, over ssh, and the coordinator here. They get the run's secret and certificate from "
            + "here.",
        "hosts as ssh takes them, with commas between, each once",
        Hosts);

    private readonly Option<string?> _program = OptionOf.Path(
        "--remote",
        "COMMAND",
        "What they run as GanCluster, such as ~/GanCluster/gancluster. Otherwise the path of what runs here.");

    private readonly Option<string?> _ssh =
        OptionOf.Path("--ssh", "COMMAND", "What reaches them, with its options, such as 'ssh -p 2222'. Otherwise ssh.");

    private readonly Option<string?> _address = OptionOf.Text(
        "--host",
        "ADDRESS",
        "What they reach this machine at. Otherwise its address on the way to the first of them.",
        "a host name or an address",
        text => Endpoint.IsHost(text) ? text : null);

    /// <param name="exclusive">What makes no sense with other machines.</param>
    internal void AddTo(Command command, params Option[] exclusive)
    {
        foreach (var option in new Option[] { _hosts, _program, _ssh, _address })
        {
            command.Options.Add(option);
        }

        SharedOptions.OnlyWith(command, _hosts, _program, _ssh, _address);
        foreach (var option in exclusive)
        {
            SharedOptions.AtMostOne(command, _hosts, option);
        }
    }

    /// <returns>Null: none are given.</returns>
    internal HostsOptions? Read(ParseResult parsed) => parsed.GetValue(_hosts) is { Length: > 0 } names
        ? new HostsOptions(names, parsed.GetValue(_ssh) ?? "ssh", parsed.GetValue(_program), parsed.GetValue(_address))
        : null;

    /// <summary>One that begins with a dash would be an option to ssh.</summary>
    private static string[]? Hosts(string text)
    {
        var names = text.Split(',');
        return names.All(name => name.Length > 0 && name[0] != '-' && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            && names.Distinct(StringComparer.Ordinal).Count() == names.Length
            ? names
            : null;
    }
}
