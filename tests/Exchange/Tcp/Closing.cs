using System.Diagnostics;
using System.Net.Sockets;

namespace GanCluster.Exchange.Tests.Tcp;

internal static class Closing
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Reads until the node closes the connection.</summary>
    public static void AwaitClose(this Socket socket)
    {
        var started = Stopwatch.GetTimestamp();
        var bytes = new byte[64 << 10];
        try
        {
            while (socket.Receive(bytes) > 0)
            {
                Assert.True(Stopwatch.GetElapsedTime(started) < Deadline, $"the connection was not closed within {Deadline}");
            }
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The node closed with something unread.
        }
    }
}
