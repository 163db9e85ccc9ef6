using System.Net;
using System.Net.Sockets;
using GanCluster.Core;
using GanCluster.Node.Security;

namespace GanCluster.Node.Remote;

/// <param name="Name">As ssh takes it.</param>
/// <param name="Address">What the other nodes reach it at.</param>
internal sealed record RemoteHost(string Name, string Address)
{
    /// <param name="reached">Of each, the host that ssh connects to.</param>
    /// <param name="own">This machine's.</param>
    /// <returns>With addresses that mean the same on every machine: what is called localhost here is this one.</returns>
    internal static IReadOnlyList<RemoteHost> Of(IReadOnlyList<string> names, IReadOnlyList<string> reached, string own) =>
        [.. names.Zip(reached, (name, host) => new RemoteHost(name, BindRules.IsLoopback(host) ? own : host))];

    /// <returns>What this machine is reached at by those hosts: its address on the way to the first that is another one.</returns>
    /// <exception cref="UserInputException">A host is not known here.</exception>
    internal static string Own(IEnumerable<string> hosts) =>
        hosts.Where(host => !BindRules.IsLoopback(host)).Select(OnTheWayTo).FirstOrDefault() ?? "127.0.0.1";

    /// <summary>Nothing is sent: the system says which of its addresses it would send from.</summary>
    private static string OnTheWayTo(string host)
    {
        try
        {
            var address = IPAddress.TryParse(host, out var given) ? given : Dns.GetHostAddresses(host)[0];
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(address, 9);
            return ((IPEndPoint)socket.LocalEndPoint!).Address.ToString();
        }
        catch (SocketException e)
        {
            throw new UserInputException(
                $"there is no way to '{host}' from here ({e.SocketErrorCode}): correct --hosts, or give this machine's address as "
                    + "--host",
                e);
        }
    }
}
