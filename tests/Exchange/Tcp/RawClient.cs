using System.Net.Sockets;
using GanCluster.Core;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp;

/// <summary>A connection of who knows nothing of the protocol.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 10_000 };

    public RawClient(Endpoint node) => _socket.Connect(node.Host, node.Port);

    public void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Sockets.Send(_socket, bytes);
        }
        catch (SocketException closed) when (closed.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // It has been refused already.
        }
    }

    public void AwaitClose()
    {
        try
        {
            while (_socket.Receive(new byte[512]) > 0)
            {
            }
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The node closed with something unread.
        }
    }

    public void Dispose() => _socket.Dispose();
}
