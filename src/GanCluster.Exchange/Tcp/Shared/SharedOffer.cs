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

    /// <param name="maxFrame">Bytes of a frame's floats, of a connection without such memory.</param>
    /// <param name="timeout">For each answer.</param>
    /// <returns>Null: they share none.</returns>
    /// <exception cref="IOException">The peer is gone, or does not answer.</exception>
    public static SharedMemory? Dialled(Channel channel, int maxFrame, TimeSpan timeout)
    {
        var capacity = SharedMemory.CapacityFor(maxFrame);
        if (SharedMemory.Create(capacity) is not var (memory, name))
        {
            channel.Send([0]);
            return null;
        }

        try
        {
            var size = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(size, capacity);
            channel.Send([(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. size]);
            if (Read(channel, 1, timeout)[0] == 1)
            {
                return memory;
            }

            memory.Dispose();
            return null;
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

    /// <param name="isWanted">Whether this end would share any.</param>
    /// <inheritdoc cref="Dialled"/>
    public static SharedMemory? Accepted(Channel channel, bool isWanted, int maxFrame, TimeSpan timeout)
    {
        var length = Read(channel, 1, timeout)[0];
        if (length == 0)
        {
            return null;
        }

        var name = Encoding.ASCII.GetString(Read(channel, length, timeout));
        var capacity = BinaryPrimitives.ReadInt32LittleEndian(Read(channel, sizeof(int), timeout));
        var fits = capacity >= SharedMemory.CapacityFor(maxFrame) && capacity <= MostCapacity && capacity % sizeof(float) == 0;
        var memory = fits && isWanted ? SharedMemory.Open(name, capacity) : null;
        try
        {
            channel.Send([(byte)(memory is null ? 0 : 1)]);
            return memory;
        }
        catch (Exception gone) when (Sockets.IsBroken(gone))
        {
            memory?.Dispose();
            throw;
        }
    }

    private static byte[] Read(Channel channel, int count, TimeSpan timeout)
    {
        var bytes = new byte[count];
        channel.Socket.ReceiveTimeout = (int)timeout.TotalMilliseconds;
        channel.Receive(bytes);
        channel.Socket.ReceiveTimeout = 0;
        return bytes;
    }
}
