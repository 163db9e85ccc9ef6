using System.Net.Sockets;
using Akka.Cluster;
using Akka.Remote.Tls;

namespace Akka.Remote.Tcp;

/// <summary>
/// A connection that another node dialled, read by a thread of its own. Whatever goes wrong ends this connection only.
/// </summary>
internal sealed class InboundConnection
{
    private const int BufferLength = 64 * 1024;
    private readonly Connection _connection;
    private readonly UniqueAddress _self;
    private readonly RemoteSettings _settings;
    private readonly TlsSettings? _tls;
    private readonly ITransportEvents _events;
    private readonly Thread _reader;

    public InboundConnection(
        Socket socket, UniqueAddress self, RemoteSettings settings, TlsSettings? tls, ITransportEvents events)
    {
        _connection = Connection.Accepted(socket);
        _self = self;
        _settings = settings;
        _tls = tls;
        _events = events;
        _reader = new Thread(Run) { IsBackground = true, Name = $"akka-from-{self.Address.Port}" };
    }

    /// <summary>Null until the other side has named itself.</summary>
    public UniqueAddress? Remote { get; private set; }

    /// <summary>Asked only after <see cref="Start"/>.</summary>
    public bool HasEnded => !_reader.IsAlive;

    public void Start() => _reader.Start();

    public void Abort() => _connection.Dispose();

    public void Close()
    {
        _connection.Dispose();
        _reader.Join();
    }

#pragma warning disable CA1031 // Nothing that comes from outside may end the process.
    private void Run()
    {
        try
        {
            _connection.SecureAsServer(_tls);
            Remote = Handshake.Answer(_connection.Stream, _self);
            _connection.Established();
            _events.Connected(Remote, inbound: true);
            BufferedStream stream = new(_connection.Stream, BufferLength);
            while (true)
            {
                _events.Received(Remote, Frames.Read(stream, _settings.MaximumFrameSize));
            }
        }
        catch (Exception e)
        {
            bool closed = e is EndOfStreamException or ObjectDisposedException or IOException { InnerException: SocketException };
            if (Remote is null || !closed)
            {
                _events.Refused(Remote?.Address.ToString() ?? _connection.Peer, e);
            }
        }
        _connection.Dispose();
        if (Remote is not null)
        {
            _events.Disconnected(Remote, inbound: true);
        }
    }
#pragma warning restore CA1031
}
