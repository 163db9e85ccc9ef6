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

    private readonly Lock _sending = new();
    private readonly object _room = new();
    private bool _closed;
    private int _threads = 2;

    /// <summary>How many bytes of floats a frame has that is sent here.</summary>
    public int FrameOf(int maxFrame) => memory is null ? maxFrame : SharedMemory.FrameOf(maxFrame);

    /// <exception cref="IOException">The connection was closed, here or there.</exception>
    public void Send(ReadOnlySpan<byte> header, ReadOnlySpan<float> floats)
    {
        var bytes = MemoryMarshal.AsBytes(floats);
        if (memory is null)
        {
            channel.Send(header, bytes);
            return;
        }

        AwaitRoom(memory.Out, bytes.Length);
        memory.Out.Write(bytes);
        SendAlone(header);
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
    /// <param name="streamed">As in <see cref="Attempts.Floats.Copy"/>.</param>
    public void Receive(Span<float> floats, bool streamed)
    {
        if (memory is null)
        {
            channel.Receive(MemoryMarshal.AsBytes(floats));
        }
        else if (memory.In.ReadInto(floats, streamed))
        {
            TellOfRoom();
        }
    }

    /// <summary>Receives a frame's floats for nobody.</summary>
    /// <param name="buffer">Whatever it holds is lost.</param>
    public void Discard(int floats, Span<byte> buffer)
    {
        var bytes = floats * sizeof(float);
        if (memory is not null)
        {
            if (memory.In.Skip(bytes))
            {
                TellOfRoom();
            }

            return;
        }

        for (; bytes > 0; bytes -= Math.Min(bytes, buffer.Length))
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
