using System.Text;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tcp.Versions;

/// <summary>
/// A version from node to node, a connection each: the worker's name (preceded by its length) and the step are asked; a verdict
/// answers, and the version follows it if it is held.
/// </summary>
/// <param name="stall">A transfer ends when no byte of it comes for so long.</param>
/// <param name="maxVersion">Bytes of a version's tensors.</param>
/// <param name="closing">Ends every transfer.</param>
internal sealed class VersionTransfer(
    NodeIdentity self, TimeSpan stall, long maxVersion, Traffic traffic, CancellationToken closing)
{
    private const byte Held = 1;
    private const byte NotHeld = 2;

    /// <exception cref="IOException">It did not come.</exception>
    public VersionSnapshot Fetch(Endpoint from, WorkerId worker, long step, CancellationToken cancellation)
    {
        var name = Encoding.UTF8.GetBytes(worker.Value);
        if (name.Length > byte.MaxValue)
        {
            throw new IOException($"{worker} is too long a name to ask for");
        }

        using var channel = Handshake.Dial(self, from, ConnectionKind.Fetch);
        using var cancelled = cancellation.Register(channel.Close);
        using var closed = closing.Register(channel.Close);
        try
        {
            using var stream = channel.AsStream(stall);
            stream.Write([(byte)name.Length, .. name, .. BitConverter.GetBytes(step)]);
            return stream.ReadByte() switch
            {
                Held => VersionStream.Read(stream, maxVersion, traffic),
                NotHeld => throw new IOException($"{worker} does not hold it"),
                _ => throw new EndOfStreamException("it closed the connection"),
            };
        }
        catch (Exception failure) when (Sockets.IsBroken(failure) || failure is InvalidDataException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new IOException($"no version of step {step} came from {from}: {failure.Message}", failure);
        }
    }

    public void Serve(Channel channel, Func<WorkerId, long, CancellationToken, Task<VersionSnapshot?>>? source)
    {
        using var closed = closing.Register(channel.Close);
        try
        {
            using var stream = channel.AsStream(stall);
            using var request = new BinaryReader(stream);
            var worker = new WorkerId(Encoding.UTF8.GetString(request.ReadBytes(request.ReadByte())));
            var step = request.ReadInt64();
            var version = source?.Invoke(worker, step, closing).GetAwaiter().GetResult();
            stream.WriteByte(version is null ? NotHeld : Held);
            if (version is not null)
            {
                VersionStream.Write(stream, version, traffic);
            }
        }
#pragma warning disable CA1031 // The connection's boundary: what the source throws ends this transfer and nothing else.
        catch (Exception)
#pragma warning restore CA1031
        {
            channel.Close();
        }
    }
}
