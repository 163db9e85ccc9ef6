using System.Net;
using System.Net.Sockets;

namespace GanCluster.Exchange.Tcp;

/// <summary>Accepts connections and admits them, each on a thread of its own.</summary>
internal sealed class Listener : IDisposable
{
    private const int MaxUnadmitted = 64;
    private readonly Socket _socket;
    private volatile bool _closed;
    private int _unadmitted;
    private long _refused;

    /// <exception cref="SocketException">The port is busy.</exception>
    public Listener(IPAddress address, int port)
    {
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(new IPEndPoint(address, port));
            _socket.Listen(MaxUnadmitted);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public long Refused => Interlocked.Read(ref _refused);

    /// <param name="admitted">Owns the socket from then on. Runs on the connection's thread.</param>
    public void Start(NodeIdentity self, Action<Socket, Hello> admitted) =>
        new Thread(() => AcceptAll(self, admitted)) { IsBackground = true, Name = $"accept {self.Endpoint}" }.Start();

    public void Dispose()
    {
        _closed = true;
        Sockets.Close(_socket);
    }

    private void AcceptAll(NodeIdentity self, Action<Socket, Hello> admitted)
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

            if (Interlocked.Increment(ref _unadmitted) > MaxUnadmitted)
            {
                Refuse(socket);
                continue;
            }

            new Thread(() => Admit(socket, self, admitted)) { IsBackground = true, Name = "admission" }.Start();
        }
    }

    private void Admit(Socket socket, NodeIdentity self, Action<Socket, Hello> admitted)
    {
        Hello hello;
        try
        {
            hello = Admission.Accept(socket, self);
        }
        catch (Exception refused) when (Sockets.IsBroken(refused))
        {
            Refuse(socket);
            return;
        }

        Interlocked.Decrement(ref _unadmitted);
        admitted(socket, hello);
    }

    private void Refuse(Socket socket)
    {
        Interlocked.Decrement(ref _unadmitted);
        Interlocked.Increment(ref _refused);
        Sockets.Close(socket);
    }
}
