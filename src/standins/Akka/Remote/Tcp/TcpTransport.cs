using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote.Tls;

namespace Akka.Remote.Tcp;

/// <summary>The listening port and the connections of one actor system.</summary>
internal sealed class TcpTransport : IDisposable
{
    private const int MostInbound = 512;
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FlushTime = TimeSpan.FromSeconds(1);
    private readonly RemoteSettings _settings;
    private readonly TlsSettings? _tls;
    private readonly ITransportEvents _events;
    private readonly Socket _listener;
    private readonly Thread _accepter;
    private readonly Lock _guard = new();
    private readonly HashSet<InboundConnection> _inbound = [];
    private readonly List<Association> _retired = [];
    private readonly ConcurrentDictionary<Address, Lazy<Association>> _associations = new();
    private bool _started;
    private volatile bool _stopping;

    /// <exception cref="SocketException">The port is taken, or the host is not of this machine.</exception>
    public TcpTransport(string system, int uid, RemoteSettings settings, TlsSettings? tls, ITransportEvents events)
    {
        _settings = settings;
        _tls = tls;
        _events = events;
        IPAddress bind = settings.BindAddress();
        _listener = new Socket(bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(new IPEndPoint(bind, settings.Port));
            _listener.Listen();
        }
        catch
        {
            _listener.Dispose();
            throw;
        }
        int port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        string scheme = tls is null ? "akka.tcp" : "akka.ssl.tcp";
        int publicPort = settings.PublicPort > 0 ? settings.PublicPort : port;
        Self = new UniqueAddress(new Address(scheme, system, settings.PublicHost(), publicPort), uid);
        _accepter = new Thread(Accept) { IsBackground = true, Name = $"akka-in-{port}" };
    }

    public UniqueAddress Self { get; }

    public void Start()
    {
        _started = true;
        _accepter.Start();
    }

    /// <summary>Never blocks; what can't go is dropped by way of the events.</summary>
    public void Send(Address to, Outgoing outgoing, bool urgent)
    {
        if (_stopping || to.Host is null || to.Port is null)
        {
            _events.Dropped(outgoing);
            return;
        }
        _associations.GetOrAdd(to, New).Value.Send(outgoing, urgent);
    }

    /// <summary>Forgets a node that will not come back in this incarnation; what waits for it may still go.</summary>
    public void Forget(UniqueAddress node)
    {
        if (_associations.TryGetValue(node.Address, out Lazy<Association>? association)
            && (association.Value.Peer is null || association.Value.Peer == node)
            && _associations.TryRemove(node.Address, out association))
        {
            association.Value.Retire();
            lock (_guard)
            {
                _retired.RemoveAll(one => one.TryFinish());
                _retired.Add(association.Value);
            }
        }
    }

    /// <summary>This incarnation has dialled: a connection to an earlier one at its address is of no use any more.</summary>
    public void Seen(UniqueAddress node)
    {
        if (_associations.TryGetValue(node.Address, out Lazy<Association>? association)
            && association.Value.Peer is { } peer && peer != node)
        {
            association.Value.Renew();
        }
    }

    /// <summary>Breaks every connection without a word, as a cut cable does.</summary>
    public void Abort()
    {
        foreach (Lazy<Association> association in _associations.Values)
        {
            association.Value.Abort();
        }
        foreach (InboundConnection inbound in Inbound())
        {
            inbound.Abort();
        }
    }

    /// <summary>Sends what waits, for at most a second, closes all and waits for the threads.</summary>
    public void Dispose()
    {
        _stopping = true;
        _listener.Dispose();
        if (_started)
        {
            _accepter.Join();
        }
        Parallel.ForEach([.. _associations.Values.Select(one => one.Value), .. _retired], one => one.Close(FlushTime));
        foreach (InboundConnection inbound in Inbound())
        {
            inbound.Close();
        }
    }

    private Lazy<Association> New(Address to) => new(() => new Association(to, Self, _settings, _tls, _events));

    private void Accept()
    {
        while (!_stopping)
        {
            try
            {
                Take(_listener.Accept());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (!_stopping)
                {
                    _events.Refused(Self.Address.ToString(), e);
                    Thread.Sleep(AcceptPause);
                }
            }
        }
    }

    private void Take(Socket socket)
    {
        InboundConnection inbound = new(socket, Self, _settings, _tls, _events);
        bool taken;
        lock (_guard)
        {
            _inbound.RemoveWhere(one => one.HasEnded);
            taken = !_stopping && _inbound.Count < MostInbound && _inbound.Add(inbound);
        }
        if (taken)
        {
            inbound.Start();
        }
        else
        {
            inbound.Abort();
        }
    }

    private List<InboundConnection> Inbound()
    {
        lock (_guard)
        {
            return [.. _inbound];
        }
    }
}
