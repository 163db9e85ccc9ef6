using System.Collections.Concurrent;
using System.Net;
using Akka.Remote.Transport.DotNetty;

namespace GanCluster.Cluster.Hosting;

/// <summary>Turns away who shows another certificate, and says so once of each machine, however often it tries.</summary>
/// <param name="told">Told a machine, on any thread.</param>
internal sealed class Strangers(Action<string> told)
{
    private const int Most = 100;
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Whether anybody was turned away, which is the cause of whatever else is said of connections then.</summary>
    public bool Any => !_known.IsEmpty;

    public CertificateValidationCallback AllButThoseWith(CertificateValidationCallback ours) =>
        (shown, chain, peer, errors, log) =>
        {
            var known = ours(shown, chain, peer, errors, log);
            if (!known)
            {
                TurnAway(peer);
            }

            return known;
        };

    /// <param name="peer">As Akka.NET names who connects: HOST:PORT, perhaps with a protocol and a system before.</param>
    public void TurnAway(string peer)
    {
        var machine = MachineOf(peer);
        if (_known.Count < Most && _known.TryAdd(machine, true))
        {
            told(machine);
        }
    }

    private static string MachineOf(string peer)
    {
        var name = peer[(peer.LastIndexOf('@') + 1)..];
        var host = name.LastIndexOf(':') is > 0 and var colon ? name[..colon] : name;
        return IPAddress.TryParse(host, out var address) && address.IsIPv4MappedToIPv6
            ? address.MapToIPv4().ToString()
            : host;
    }
}
