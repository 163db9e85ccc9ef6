using System.Net.Sockets;
using System.Runtime.InteropServices;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Exchange.Tcp;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp;

/// <summary>A node, by its handshake, that sends what the test says. It dials, so its name is lower than that of any free port.</summary>
internal sealed class FakePeer : IDisposable
{
    public static readonly Endpoint Name = new("127.0.0.1", 1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly Socket _socket;

    public FakePeer(TcpExchange node, ConnectionKind kind = ConnectionKind.Exchange)
    {
        _socket = Handshake.Dial(new NodeIdentity(Name, "run", Nodes.Key, Deadline), node.Endpoint, kind);
        _socket.ReceiveTimeout = (int)Deadline.TotalMilliseconds;
    }

    /// <summary>All that the fake sends for the other's half of a sum of 32 floats and two replicas, the first of which is the
    /// fake's.</summary>
    public static FrameHeader Slice(AttemptId id) => new(
        FrameHeader.FrameMagic,
        FrameKind.Slice,
        id.Term,
        id.Round,
        id.Attempt,
        Exchange: 1,
        Replicas: 2,
        Level: 0,
        Index: 0,
        Nodes: 1,
        Start: 16,
        Segment: 16,
        Offset: 0,
        Length: 16);

    public void Send(FrameHeader header, int? floats = null)
    {
        var bytes = new byte[FrameHeader.Size];
        header.Write(bytes);
        Send(bytes);
        Send(MemoryMarshal.AsBytes(new float[floats ?? header.Length].AsSpan()));
    }

    public void Send(ReadOnlySpan<byte> bytes) => Sockets.Send(_socket, bytes);

    /// <summary>Reads until the node closes the connection.</summary>
    public void AwaitClose()
    {
        try
        {
            while (_socket.Receive(new byte[4096]) > 0)
            {
            }
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The node closed with something unread.
        }
    }

    /// <summary>Ends as a killed process does that had something unread.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    public void Dispose() => Sockets.Close(_socket);
}
