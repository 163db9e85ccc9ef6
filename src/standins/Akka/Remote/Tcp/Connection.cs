using System.Net.Sockets;
using Akka.Actor;
using Akka.Remote.Tls;

namespace Akka.Remote.Tcp;

/// <summary>A socket with its stream, encrypted where TLS is on.</summary>
internal sealed class Connection : IDisposable
{
    private const int BufferLength = 256 * 1024;
    private const int TcpUserTimeout = 18;
    private static readonly TimeSpan SetUpTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SilenceTime = TimeSpan.FromSeconds(10);
    private readonly Socket _socket;

    private Connection(Socket socket)
    {
        _socket = socket;
        socket.NoDelay = true;
        socket.SendBufferSize = BufferLength;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 5);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 2);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        if (OperatingSystem.IsLinux())
        {
            byte[] limit = BitConverter.GetBytes((int)SilenceTime.TotalMilliseconds);
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpUserTimeout, limit);
        }
        Stream = new NetworkStream(socket, ownsSocket: true);
        LimitTime(SetUpTime);
    }

    public Stream Stream { get; private set; }

    public string Peer { get; private init; } = "";

    /// <summary>The other side has closed; what a write-only connection would learn one message too late.</summary>
    public bool IsClosedByPeer => _socket.Poll(0, SelectMode.SelectRead) && _socket.Available == 0;

    public static Connection Dial(Address remote, CancellationToken stop)
    {
        using TcpClient client = new();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(SetUpTime);
        client.ConnectAsync(remote.Host!, remote.Port!.Value, limit.Token).AsTask().GetAwaiter().GetResult();
        Connection connection = new(client.Client) { Peer = remote.ToString() };
        client.Client = null!;
        return connection;
    }

    public static Connection Accepted(Socket socket)
    {
        return new Connection(socket) { Peer = socket.RemoteEndPoint?.ToString() ?? "" };
    }

    public void SecureAsClient(TlsSettings? tls, string host) => Stream = tls?.AsClient(Stream, host) ?? Stream;

    public void SecureAsServer(TlsSettings? tls) => Stream = tls?.AsServer(Stream, Peer) ?? Stream;

    /// <summary>After the handshake reading may last for ever, while a write that nobody takes ends the connection.</summary>
    public void Established()
    {
        _socket.ReceiveTimeout = 0;
        _socket.SendTimeout = (int)SilenceTime.TotalMilliseconds;
    }

    public void Dispose()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Already closed by the other side.
        }
        _socket.Dispose();
    }

    private void LimitTime(TimeSpan time) => _socket.ReceiveTimeout = _socket.SendTimeout = (int)time.TotalMilliseconds;
}
