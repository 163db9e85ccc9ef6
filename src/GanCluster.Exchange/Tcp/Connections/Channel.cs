using System.Net.Security;
using System.Net.Sockets;

namespace GanCluster.Exchange.Tcp.Connections;

/// <summary>
/// A connection's bytes, in TLS where the nodes have a certificate. One thread may send while another receives. Closing says
/// nothing to the peer but that: whatever is sent has a length before it, so what is cut off is never taken for whole.
/// </summary>
internal sealed class Channel(Socket socket, SslStream? tls = null) : IDisposable
{
    /// <summary>The most that a TLS record holds.</summary>
    private const int RecordBytes = 16 << 10;
    private readonly byte[] _record = tls is null ? [] : new byte[RecordBytes];

    public Socket Socket => socket;

    /// <summary>What both ends of this connection alone know of it; empty without TLS.</summary>
    public byte[] Binding { get; } = tls is null ? [] : Tls.BindingOf(tls);

    public bool IsSecured => tls is not null;

    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (tls is null)
        {
            Sockets.Send(socket, bytes);
        }
        else
        {
            tls.Write(bytes);
        }
    }

    /// <summary>In TLS the header shares a record with what follows it: a record of its own would be a packet of its own.</summary>
    public void Send(ReadOnlySpan<byte> header, ReadOnlySpan<byte> rest)
    {
        if (tls is null)
        {
            Sockets.Send(socket, header);
            Sockets.Send(socket, rest);
            return;
        }

        var first = Math.Min(rest.Length, RecordBytes - header.Length);
        header.CopyTo(_record);
        rest[..first].CopyTo(_record.AsSpan(header.Length));
        tls.Write(_record.AsSpan(0, header.Length + first));
        if (first < rest.Length)
        {
            tls.Write(rest[first..]);
        }
    }

    /// <exception cref="IOException">The peer closed the connection first.</exception>
    public void Receive(Span<byte> bytes)
    {
        if (tls is null)
        {
            Sockets.Receive(socket, bytes);
            return;
        }

        while (bytes.Length > 0)
        {
            var received = tls.Read(bytes);
            bytes = received > 0 ? bytes[received..] : throw new IOException(Sockets.Closed);
        }
    }

    /// <summary>Reading and writing end when no byte goes or comes for so long.</summary>
    public Stream AsStream(TimeSpan stall)
    {
        socket.ReceiveTimeout = socket.SendTimeout = (int)stall.TotalMilliseconds;
        return tls ?? (Stream)new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Frees whoever is blocked in the connection, and tells the peer.</summary>
    public void Close()
    {
        Sockets.Close(socket);
        tls?.Dispose();
    }

    public void Dispose()
    {
        socket.Dispose();
        tls?.Dispose();
    }
}
