using System.Net.Sockets;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp;

public class SocketsSpecs
{
    [Fact]
    public void A_peer_whose_cable_is_cut_is_noticed_in_about_5_s()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);

        Sockets.Configure(socket);

        Assert.True(socket.NoDelay);
        Assert.NotEqual(0, Option(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        Assert.Equal(1, Option(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
        Assert.Equal(1, Option(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval));
        Assert.Equal(3, Option(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount));
        if (OperatingSystem.IsLinux())
        {
            const int Tcp = 6;
            const int TcpUserTimeout = 18;
            var milliseconds = new byte[sizeof(int)];
            socket.GetRawSocketOption(Tcp, TcpUserTimeout, milliseconds);
            Assert.Equal(5000, BitConverter.ToInt32(milliseconds));
        }

        int Option(SocketOptionLevel level, SocketOptionName name) => (int)socket.GetSocketOption(level, name)!;
    }
}
