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
    private readonly Channel _channel;

    public FakePeer(TcpExchange node, ConnectionKind kind = ConnectionKind.Exchange, Endpoint? name = null)
    {
        _channel = Handshake.Dial(new NodeIdentity(name ?? Name, "run", Nodes.Key, Deadline), node.Endpoint, kind);
        _channel.Socket.ReceiveTimeout = (int)Deadline.TotalMilliseconds;
    }

    /// <summary>All that the fake sends for the other's half of a sum of two replicas, the first of which is the
    /// fake's.</summary>
    /// <param name="length">Of the vector, a multiple of 32.</param>
    public static FrameHeader Slice(AttemptId id, int length = 32) => new(
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
        Start: length / 2,
        Segment: length / 2,
        Offset: 0,
        Length: length / 2,
        Rounded: 0);

    /// <summary>What the fake sends of its own half of the sum.</summary>
    public static FrameHeader Finished(AttemptId id, int length = 32) => Slice(id, length) with
    {
        Kind = FrameKind.Finished, Level = 1, Start = 0,
    };

    public void Send(FrameHeader header, int? floats = null)
    {
        var bytes = new byte[FrameHeader.Size];
        header.Write(bytes);
        Send(bytes);
        Send(MemoryMarshal.AsBytes(new float[floats ?? header.Length].AsSpan()));
    }

    public void Send(ReadOnlySpan<byte> bytes) => _channel.Send(bytes);

    public void AwaitClose() => _channel.Socket.AwaitClose();

    /// <summary>Reads so many bytes of frames.</summary>
    public void Read(long bytes)
    {
        var buffer = new byte[1 << 20];
        for (; bytes > 0; bytes -= Math.Min(bytes, buffer.Length))
        {
            _channel.Receive(buffer.AsSpan(0, (int)Math.Min(bytes, buffer.Length)));
        }
    }

    /// <summary>Reads whatever comes, without waiting for it.</summary>
    public void ReadWhatIsThere()
    {
        if (_channel.Socket.Available > 0)
        {
            _channel.Socket.Receive(new byte[_channel.Socket.Available]);
        }
    }

    /// <summary>Ends as a killed process does that had something unread.</summary>
    public void Reset()
    {
        _channel.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _channel.Dispose();
    }

    public void Dispose() => _channel.Close();
}
