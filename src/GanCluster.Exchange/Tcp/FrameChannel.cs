using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GanCluster.Exchange.Tcp.Connections;
using GanCluster.Exchange.Tcp.Shared;

namespace GanCluster.Exchange.Tcp;

/// <summary>
/// A connection's frames. Where its ends share memory their floats go through it, and their headers through the connection,
/// each after its floats: so a lost peer is noticed as ever, and who waits for a frame waits for the connection. One thread
/// sends and another receives.
/// </summary>
/// <param name="memory">Owned. Null: all goes through the connection.</param>
internal sealed class FrameChannel(Channel channel, SharedMemory? memory = null)
{
    /// <summary>In place of a frame's header: the peer has read from its ring.</summary>
    private const uint RoomMagic = 0x31524347; // GCR1

    private readonly CodedFloats _sent = new();
    private readonly CodedFloats _received = new();
    private readonly Lock _sending = new();
    private readonly object _room = new();
    private bool _closed;
    private int _threads = 2;

    /// <summary>How many bytes of floats a frame has that is sent here.</summary>
    public int FrameOf(int maxFrame) => memory is null ? maxFrame : SharedMemory.FrameOf(maxFrame);

    /// <param name="rounded">How many of the floats, the first ones, are rounded; through a connection each goes as a byte.</param>
    /// <returns>Bytes of the floats.</returns>
    /// <exception cref="IOException">The connection was closed, here or there.</exception>
    public int Send(ReadOnlySpan<byte> header, ReadOnlySpan<float> floats, int rounded)
    {
        var bytes = MemoryMarshal.AsBytes(floats);
        if (memory is not null)
        {
            AwaitRoom(memory.Out, bytes.Length);
            memory.Out.Write(bytes);
            SendAlone(header);
            return bytes.Length;
        }

        if (rounded > 0)
        {
            bytes = _sent.Write(floats, rounded);
        }

        channel.Send(header, bytes);
        return bytes.Length;
    }

    public void ReceiveHeader(Span<byte> header)
    {
        channel.Receive(header);
        while (memory is not null && BinaryPrimitives.ReadUInt32LittleEndian(header) == RoomMagic)
        {
            lock (_room)
            {
                Monitor.PulseAll(_room);
            }

            channel.Receive(header);
        }
    }

    /// <summary>A frame's floats, once its header has come.</summary>
    /// <param name="rounded">As in <see cref="Send"/>.</param>
    /// <param name="streamed">As in <see cref="Attempts.Floats.Copy"/>.</param>
    /// <returns>Bytes of the floats.</returns>
    /// <exception cref="InvalidDataException">No rounded floats are sent as such bytes.</exception>
    public int Receive(Span<float> floats, int rounded, bool streamed)
    {
        var bytes = MemoryMarshal.AsBytes(floats);
        if (memory is not null)
        {
            if (memory.In.ReadInto(floats, streamed))
            {
                TellOfRoom();
            }

            return bytes.Length;
        }

        if (rounded == 0)
        {
            channel.Receive(bytes);
            return bytes.Length;
        }

        var code = _received.Of(floats.Length, rounded);
        channel.Receive(code);
        CodedFloats.Read(code, floats, rounded);
        return code.Length;
    }

    /// <summary>Receives a frame's floats for nobody.</summary>
    /// <param name="buffer">Whatever it holds is lost.</param>
    public void Discard(int floats, int rounded, Span<byte> buffer)
    {
        if (memory is not null)
        {
            if (memory.In.Skip(floats * sizeof(float)))
            {
                TellOfRoom();
            }

            return;
        }

        for (var bytes = CodedFloats.Length(floats, rounded); bytes > 0; bytes -= Math.Min(bytes, buffer.Length))
        {
            channel.Receive(buffer[..Math.Min(bytes, buffer.Length)]);
        }
    }

    /// <summary>Frees whoever sends or receives, and tells the peer.</summary>
    public void Close()
    {
        channel.Close();
        lock (_room)
        {
            _closed = true;
            Monitor.PulseAll(_room);
        }
    }

    /// <summary>Called by each of the two threads when it is done with the channel: the last unmaps the memory.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _threads) == 0)
        {
            memory?.Dispose();
        }
    }

    private void AwaitRoom(SharedRing ring, int bytes)
    {
        if (ring.HasRoom(bytes))
        {
            return;
        }

        lock (_room)
        {
            while (!ring.HasRoom(bytes))
            {
                if (_closed)
                {
                    throw new IOException("the connection is closed");
                }

                Monitor.Wait(_room);
            }
        }
    }

    private void TellOfRoom()
    {
        Span<byte> message = stackalloc byte[FrameHeader.Size];
        message.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(message, RoomMagic);
        SendAlone(message);
    }

    private void SendAlone(ReadOnlySpan<byte> header)
    {
        lock (_sending)
        {
            channel.Send(header);
        }
    }
}
