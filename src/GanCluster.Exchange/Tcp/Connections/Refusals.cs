using System.Net;
using System.Net.Sockets;
using GanCluster.Core;

namespace GanCluster.Exchange.Tcp.Connections;

/// <summary>
/// Counts connections that were refused, and tells of each machine and reason once a minute. What a stranger has sent is in no
/// reason, and what was closed before there was one is counted alone.
/// </summary>
/// <param name="told">On any thread.</param>
internal sealed class Refusals(Action<string> told)
{
    private readonly ToldLines _told = new();
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Add(string machine, string? reason)
    {
        var line = $"refused a connection of {machine}: {reason}";
        if (reason is not null && _told.IsNew(line, TimeSpan.FromMilliseconds(Environment.TickCount64)))
        {
            told(line);
        }

        Interlocked.Increment(ref _count);
    }

    /// <summary>Who is at the other end, by the address that its packets come from.</summary>
    public static string MachineOf(Socket socket)
    {
        try
        {
            var address = (socket.RemoteEndPoint as IPEndPoint)?.Address;
            return (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? "nobody";
        }
        catch (Exception gone) when (Sockets.IsBroken(gone))
        {
            return "somebody who is gone";
        }
    }
}
