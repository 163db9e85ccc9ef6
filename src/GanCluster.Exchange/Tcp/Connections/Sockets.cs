using System.Net.Sockets;

namespace GanCluster.Exchange.Tcp.Connections;

/// <summary>Blocking sockets: a call that may block for long has a thread of its own, and a span needs no pinning.</summary>
internal static class Sockets
{
    private const int TcpUserTimeout = 18; // linux/tcp.h
    private const int BufferBytes = 4 << 20;

    public const string Closed = "it closed the connection";

    /// <summary>A peer whose cable is cut is noticed in about 5 s, whether or not anything is under way to it.</summary>
    public static void Configure(Socket socket)
    {
        socket.NoDelay = true;
        socket.SendBufferSize = BufferBytes;
        socket.ReceiveBufferSize = BufferBytes;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 1);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 1);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        if (OperatingSystem.IsLinux())
        {
            const int Tcp = 6;
            socket.SetRawSocketOption(Tcp, TcpUserTimeout, BitConverter.GetBytes(5000));
        }
    }

    public static void Send(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    /// <exception cref="IOException">The peer closed the connection first.</exception>
    public static void Receive(Socket socket, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var received = socket.Receive(bytes);
            if (received == 0)
            {
                throw new IOException(Closed);
            }

            bytes = bytes[received..];
        }
    }

    /// <summary>Frees whoever is blocked in the socket, and tells the peer.</summary>
    public static void Close(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (IsBroken(gone))
        {
            // It is down already.
        }

        socket.Dispose();
    }

    public static bool IsBroken(Exception failure) => failure is SocketException or IOException or ObjectDisposedException;
}

/// <summary>Bytes of tensors that went over the network.</summary>
internal sealed class Traffic
{
    private long _sent;
    private long _received;

    public long Sent => Interlocked.Read(ref _sent);

    public long Received => Interlocked.Read(ref _received);

    public void AddSent(long bytes) => Interlocked.Add(ref _sent, bytes);

    public void AddReceived(long bytes) => Interlocked.Add(ref _received, bytes);
}
