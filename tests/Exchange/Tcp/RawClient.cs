using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
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

    /// <summary>What the acceptor answers to a greeting that it welcomes: its nonce, and its proof.</summary>
    public (byte[] Nonce, byte[] Proof) Greet(byte[] hello)
    {
        Send([(byte)hello.Length, 0, .. hello]);
        var answer = new byte[65];
        Sockets.Receive(_socket, answer);
        Assert.Equal(1, answer[0]);
        return (answer[1..33], answer[33..]);
    }

    /// <returns>The verdict.</returns>
    public byte Prove(byte[] proof)
    {
        Send(proof);
        var verdict = new byte[1];
        Sockets.Receive(_socket, verdict);
        return verdict[0];
    }

    public static byte[] Proof(string side, byte[] hello, byte[] nonce) =>
        HMACSHA256.HashData(Nodes.Key, (byte[])[.. Encoding.ASCII.GetBytes(side), .. hello, .. nonce]);

    public void AwaitClose() => _socket.AwaitClose();

    public void Dispose() => _socket.Dispose();
}
