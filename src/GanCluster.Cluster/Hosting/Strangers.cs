using System.Collections.Concurrent;
using System.Net;
using Akka.Remote.Transport.DotNetty;
using GanCluster.Core.Security;

namespace GanCluster.Cluster.Hosting;

/// <summary>Turns away who shows a certificate that is not trusted, and says so once of each machine, however often it tries.</summary>
/// <param name="told">Told a machine and why, on any thread.</param>
internal sealed class Strangers(Action<string, string> told)
{
    private const int Most = 100;
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Whether anybody was turned away, which is the cause of whatever else is said of connections then.</summary>
    public bool Any => !_known.IsEmpty;

    public CertificateValidationCallback AllButTrusted(NodeTrust trust) => (shown, _, peer, _, _) =>
    {
        var refusal = trust.Refusal(shown, TimeProvider.System.GetUtcNow());
        if (refusal is not null)
        {
            TurnAway(peer, refusal);
        }

        return refusal is null;
    };

    /// <param name="peer">As Akka.NET names who connects: HOST:PORT, perhaps with a protocol and a system before.</param>
    public void TurnAway(string peer, string refusal)
    {
        var machine = MachineOf(peer);
        if (_known.Count < Most && _known.TryAdd($"{machine}: {refusal}", true))
        {
            told(machine, refusal);
        }
    }

    internal static string MachineOf(string peer)
    {
        var name = peer[(peer.LastIndexOf('@') + 1)..];
        var host = name.LastIndexOf(':') is > 0 and var colon ? name[..colon] : name;
        return IPAddress.TryParse(host, out var address) && address.IsIPv4MappedToIPv6
            ? address.MapToIPv4().ToString()
            : host;
    }
}
