using System.Net;
using System.Net.Sockets;
using GanCluster.Core;

namespace GanCluster.Node.Security;

/// <summary>Ports that can be listened on now.</summary>
internal static class FreePort
{
    private const int Tries = 100;
    private const int FirstDrawn = 20_000;
    private const int LastDrawn = 32_000;

    /// <param name="option">The option's name, for errors.</param>
    /// <param name="port">0 is returned as it is: the listener picks one.</param>
    /// <exception cref="UserInputException">The port is in use, or can't be had here.</exception>
    internal static int Given(string bind, int port, string option)
    {
        var address = Address(bind);
        return TryBind(address, port) switch
        {
            null => port,
            SocketError.AddressAlreadyInUse => throw new UserInputException(
                $"port {port} on {bind} is in use: give another {option}, or 0 for any free one"),
            SocketError.AccessDenied => throw new UserInputException(
                $"port {port} on {bind} is not allowed to this user: give a {option} from 1024 on, or 0 for any free one"),
            SocketError.AddressNotAvailable => throw new UserInputException(
                $"{bind} is not an address of this machine: give another --bind or --host"),
            { } other => throw new UserInputException($"can't listen on port {port} of {bind} ({other}): give another {option}"),
        };
    }

    /// <returns>The first free port from <paramref name="first"/> on; 0, any, if a hundred in a row are taken.</returns>
    internal static int From(string bind, int first)
    {
        var address = Address(bind);
        return Enumerable.Range(first, Tries).FirstOrDefault(port => TryBind(address, port) is null);
    }

    /// <summary>
    /// For who is told a port before it listens there. Never one that a connection may be given for its own end meanwhile: those
    /// lie above, from 32,768 (Linux) or 49,152 on.
    /// </summary>
    /// <returns>So many that are free at this moment, drawn from those that no service is known by.</returns>
    /// <exception cref="UserInputException">The machine has no more.</exception>
    internal static IReadOnlyList<int> Several(string bind, int count)
    {
        var address = Address(bind);
        List<int> found = [.. Drawn().Where(port => TryBind(address, port) is null).Take(count)];
        return found.Count == count ? found : throw new UserInputException(
            $"{bind} has no {count} free ports from {FirstDrawn} to {LastDrawn}: end what listens there, or give --peers");
    }

    private static IEnumerable<int> Drawn()
    {
        var ports = Enumerable.Range(FirstDrawn, LastDrawn - FirstDrawn + 1).ToArray();
        Random.Shared.Shuffle(ports);
        return ports;
    }

    private static SocketError? TryBind(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return null;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    /// <exception cref="UserInputException">It is not known here.</exception>
    internal static IPAddress Address(string bind)
    {
        try
        {
            return IPAddress.TryParse(bind, out var address) ? address : Dns.GetHostAddresses(bind)[0];
        }
        catch (SocketException e)
        {
            throw new UserInputException($"'{bind}' is not known here as a name or an address: give another --bind or --host", e);
        }
    }
}
