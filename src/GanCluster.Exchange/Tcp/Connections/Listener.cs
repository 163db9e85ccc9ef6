using System.Net;
using System.Net.Sockets;

namespace GanCluster.Exchange.Tcp.Connections;

/// <summary>Accepts connections and shakes hands with them, each on a thread of its own.</summary>
internal sealed class Listener : IDisposable
{
    private const int MaxStrangers = 64;
    private readonly Socket _socket;
    private readonly Refusals _refusals;
    private volatile bool _closed;
    private int _strangers;

    /// <param name="told">Told who is refused and why.</param>
    /// <exception cref="SocketException">The port is busy.</exception>
    public Listener(IPAddress address, int port, Action<string> told)
    {
        _refusals = new Refusals(told);
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(new IPEndPoint(address, port));
            _socket.Listen(MaxStrangers);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public long Refused => _refusals.Count;

    /// <param name="welcomed">Owns the channel from then on. Runs on the connection's thread.</param>
    /// <returns>The thread that accepts, which ends when the listener is disposed of.</returns>
    public Thread Start(NodeIdentity self, Action<Channel, Hello> welcomed)
    {
        var accepting = new Thread(() => AcceptAll(self, welcomed)) { IsBackground = true, Name = $"accept {self.Endpoint}" };
        accepting.Start();
        return accepting;
    }

    public void Dispose()
    {
        _closed = true;
        Sockets.Close(_socket);
    }

    private void AcceptAll(NodeIdentity self, Action<Channel, Hello> welcomed)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = _socket.Accept();
            }
            catch (Exception failure) when (Sockets.IsBroken(failure))
            {
                if (_closed)
                {
                    return;
                }

                // The connection was gone before it was accepted, or descriptors are short: others may fare better.
                Thread.Sleep(10);
                continue;
            }

            if (Interlocked.Increment(ref _strangers) > MaxStrangers)
            {
                Refuse(socket, Refusals.MachineOf(socket), new HandshakeException($"{MaxStrangers} others are being examined"));
                continue;
            }

            new Thread(() => Greet(socket, self, welcomed)) { IsBackground = true, Name = "handshake" }.Start();
        }
    }

    private void Greet(Socket socket, NodeIdentity self, Action<Channel, Hello> welcomed)
    {
        // Known now alone: a socket that is closed has forgotten it.
        var machine = Refusals.MachineOf(socket);
        (Channel Channel, Hello Hello) peer;
        try
        {
            peer = Handshake.Accept(socket, self);
        }
        catch (Exception refused) when (Sockets.IsBroken(refused))
        {
            Refuse(socket, machine, refused as HandshakeException);
            return;
        }

        Interlocked.Decrement(ref _strangers);
        welcomed(peer.Channel, peer.Hello);
    }

    private void Refuse(Socket socket, string machine, HandshakeException? reason)
    {
        Interlocked.Decrement(ref _strangers);
        _refusals.Add(machine, reason?.Message);
        Sockets.Close(socket);
    }
}
