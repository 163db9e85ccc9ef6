using System.Net.Sockets;
using System.Text;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Tcp;

/// <summary>
/// A version from node to node, a connection each: the worker's name (preceded by its length) and the step are asked; a verdict
/// answers, and the version follows it if it is held.
/// </summary>
internal sealed class VersionTransfer(NodeIdentity self, TcpExchangeOptions options, Traffic traffic, Ongoing ongoing)
{
    private const byte Held = 1;
    private const byte NotHeld = 2;

    public VersionSnapshot Fetch(Endpoint from, WorkerId worker, long step, CancellationToken cancellation)
    {
        using var socket = Admission.Dial(self, from, ConnectionKind.Fetch);
        using var cancelled = cancellation.Register(() => Sockets.Close(socket));
        ongoing.Add(socket, () => Sockets.Close(socket));
        try
        {
            using var stream = StreamOf(socket);
            var name = Encoding.UTF8.GetBytes(worker.Value);
            stream.Write([checked((byte)name.Length), .. name, .. BitConverter.GetBytes(step)]);
            return stream.ReadByte() switch
            {
                Held => VersionStream.Read(stream, options.MaxVersion, traffic),
                NotHeld => throw new IOException($"{worker} does not hold it"),
                _ => throw new EndOfStreamException("it closed the connection"),
            };
        }
        catch (Exception failure) when (Sockets.IsBroken(failure) || failure is InvalidDataException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new IOException($"no version of step {step} came from {from}: {failure.Message}", failure);
        }
        finally
        {
            ongoing.Remove(socket);
        }
    }

    public void Serve(Socket socket, Func<WorkerId, long, CancellationToken, Task<VersionSnapshot?>>? source)
    {
        using var cancellation = new CancellationTokenSource();
        ongoing.Add(cancellation, cancellation.Cancel);
        try
        {
            using var stream = StreamOf(socket);
            using var request = new BinaryReader(stream);
            var worker = new WorkerId(Encoding.UTF8.GetString(request.ReadBytes(request.ReadByte())));
            var step = request.ReadInt64();
            var version = source?.Invoke(worker, step, cancellation.Token).GetAwaiter().GetResult();
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
            Sockets.Close(socket);
        }
        finally
        {
            ongoing.Remove(cancellation);
        }
    }

    private NetworkStream StreamOf(Socket socket)
    {
        socket.ReceiveTimeout = socket.SendTimeout = (int)options.StallTimeout.TotalMilliseconds;
        return new NetworkStream(socket, ownsSocket: true);
    }
}
