using System.Buffers.Binary;
using System.Text;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tcp.Shared;

/// <summary>
/// How the two ends of a <see cref="ConnectionKind.Shared"/> connection come to memory that they share, after the handshake: the
/// dialler sends the length of its name and the name, and a ring's capacity, or 0 where it has none; the acceptor answers 1
/// where it has mapped it. Otherwise all goes through the connection.
/// </summary>
internal static class SharedOffer
{
    private const int MostCapacity = 256 << 20;

    /// <exception cref="IOException">The peer is gone, or does not answer.</exception>
    public static FrameChannel Dialled(Channel channel, TcpExchangeOptions options)
    {
        var capacity = SharedMemory.CapacityFor(options.MaxFrame);
        if (SharedMemory.Create(capacity) is not var (memory, name))
        {
            channel.Send([0]);
            return new FrameChannel(channel);
        }

        try
        {
            var size = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(size, capacity);
            channel.Send([(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. size]);
            if (Read(channel, 1, options)[0] == 1)
            {
                return new FrameChannel(channel, memory);
            }

            memory.Dispose();
            return new FrameChannel(channel);
        }
        catch (Exception gone) when (Sockets.IsBroken(gone))
        {
            memory.Dispose();
            channel.Close();
            throw new IOException($"it does not answer: {gone.Message}", gone);
        }
        finally
        {
            SharedMemory.Forget(name);
        }
    }

    /// <exception cref="IOException">The peer is gone, or says nothing.</exception>
    public static FrameChannel Accepted(Channel channel, TcpExchangeOptions options)
    {
        var length = Read(channel, 1, options)[0];
        if (length == 0)
        {
            return new FrameChannel(channel);
        }

        var name = Encoding.ASCII.GetString(Read(channel, length, options));
        var capacity = BinaryPrimitives.ReadInt32LittleEndian(Read(channel, sizeof(int), options));
        var fits = capacity >= SharedMemory.CapacityFor(options.MaxFrame) && capacity <= MostCapacity
            && capacity % sizeof(float) == 0;
        var memory = fits && options.SharesMemory ? SharedMemory.Open(name, capacity) : null;
        channel.Send([(byte)(memory is null ? 0 : 1)]);
        return new FrameChannel(channel, memory);
    }

    private static byte[] Read(Channel channel, int count, TcpExchangeOptions options)
    {
        var bytes = new byte[count];
        channel.Socket.ReceiveTimeout = (int)options.HandshakeTimeout.TotalMilliseconds;
        channel.Receive(bytes);
        channel.Socket.ReceiveTimeout = 0;
        return bytes;
    }
}
