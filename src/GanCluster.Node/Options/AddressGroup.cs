using System.CommandLine;
using GanCluster.Core;

namespace GanCluster.Node.Options;

/// <summary>Where a node is reached and what it proves itself with; unchecked but for the form of each value.</summary>
/// <param name="Host">What the others reach this node at.</param>
/// <param name="Bind">What it listens on; null: <paramref name="Host"/>.</param>
/// <param name="Port">Of the control plane. 0: any free one; null: not given, so the command's own choice.</param>
/// <param name="DataPort">Of the data plane. 0: any free one.</param>
internal sealed record NodeAddressOptions(
    string Host, string? Bind, int? Port, int DataPort, string? SecretFile, string? Certificate, string? Trust = null);

/// <summary>What every node takes about its address and its security.</summary>
internal sealed class AddressGroup(string portDescription)
{
    private readonly Option<string?> _host = HostOption("--host", "What other nodes reach this one at. Otherwise 127.0.0.1.");
    private readonly Option<string?> _bind = HostOption("--bind", "What it listens on. Otherwise --host's.");
    private readonly Option<int?> _port = OptionOf.Whole("--port", "PORT", portDescription, 0, ushort.MaxValue);
    private readonly Option<int?> _dataPort =
        OptionOf.Whole("--data-port", "PORT", "Of the weights' exchange; 0: any free one.", 0, ushort.MaxValue, 0);

    private readonly Option<string?> _secretFile =
        OptionOf.Path("--secret-file", "FILE", "The secret that all nodes of the run share. Otherwise GANCLUSTER_SECRET.");

    private readonly Option<string?> _certificate =
        OptionOf.Path("--certificate", "FILE.pfx", "The certificate that all nodes of the run share, for TLS between them.");

    private readonly Option<string?> _trust = OptionOf.Path(
        "--trust",
        "PATH",
        "Certificates that are accepted beside --certificate's: a .pfx or .pem file, or a folder of such; read again when it changes.");

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { _host, _bind, _port, _dataPort, _secretFile, _certificate, _trust })
        {
            command.Options.Add(option);
        }

        SharedOptions.OnlyWith(command, _certificate, _trust);
    }

    internal NodeAddressOptions Read(ParseResult parsed) => new(
        parsed.GetValue(_host) ?? "127.0.0.1",
        parsed.GetValue(_bind),
        parsed.GetValue(_port),
        parsed.GetValue(_dataPort)!.Value,
        parsed.GetValue(_secretFile),
        parsed.GetValue(_certificate),
        parsed.GetValue(_trust));

    private static Option<string?> HostOption(string name, string description) => OptionOf.Text(
        name, "ADDRESS", description, "a host name or an address", text => Endpoint.IsHost(text) ? text : null);
}
