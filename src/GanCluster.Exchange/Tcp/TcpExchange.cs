using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Security;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Attempts;
using GanCluster.Exchange.Memory;
using GanCluster.Exchange.Tcp.Connections;
using GanCluster.Exchange.Tcp.Shared;
using GanCluster.Exchange.Tcp.Versions;

namespace GanCluster.Exchange.Tcp;

public sealed record TcpExchangeOptions
{
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>0: any free port.</summary>
    public int Port { get; init; }

    /// <summary>The name or address at which the other nodes reach <see cref="Bind"/>.</summary>
    public string AdvertisedHost { get; init; } = "127.0.0.1";

    /// <summary>The run's secret: who can't prove to hold it is refused.</summary>
    public required byte[] Key { get; init; }

    public required string Run { get; init; }

    /// <summary>With it every connection is TLS, and whom it does not trust is refused. Null: nothing is encrypted.</summary>
    public NodeTrust? Trust { get; init; }

    /// <summary>Told who was refused and why, a line each, on any thread.</summary>
    public Action<string> Note { get; init; } = _ => { };

    /// <summary>How often who waits in a sum shows a sign of life.</summary>
    public TimeSpan Pulse { get; init; } = AttemptLife.UsualPulse;

    /// <summary>For connecting and the handshake together.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a node that is being dialled for an attempt may take to come up.</summary>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A version's transfer ends when no byte of it comes for so long.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a frame that is under way may take to end once its attempt is broken; then its connection is
    /// closed.</summary>
    public TimeSpan BreakGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of a frame's floats: a broken attempt stops between two frames.</summary>
    public int MaxFrame { get; init; } = 1 << 20;

    /// <summary>Between processes of one machine and user sums go through memory that both have mapped, also where they have a
    /// certificate: what others can't open need not be encrypted.</summary>
    public bool SharesMemory { get; init; } = true;

    /// <summary>Bytes that one peer may make this node hold for an exchange.</summary>
    public long MaxHeld { get; init; } = 2L << 30;

    /// <summary>Bytes of a version's tensors.</summary>
    public long MaxVersion { get; init; } = 4L << 30;
}

/// <summary>
/// A process's data plane: sums over the workers of several processes, versions from one to another, and watches over them. What
/// it listens on answers only to who holds the run's key, and shows a certificate that it trusts where it has one.
/// </summary>
public sealed class TcpExchange : IDataPlane, IDisposable
{
    private readonly TcpExchangeOptions _options;
    private readonly NodeIdentity _self;
    private readonly Listener _listener;
    private readonly AttemptRouter _attempts;
    private readonly PeerTable _peers;
    private readonly VersionTransfer _versions;
    private readonly Traffic _traffic = new();
    private readonly SharedVectors _shared = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationToken _closing;
    private volatile Func<WorkerId, long, CancellationToken, Task<VersionSnapshot?>>? _source;
    private ImmutableDictionary<WorkerId, Endpoint> _roster = ImmutableDictionary<WorkerId, Endpoint>.Empty;

    private TcpExchange(TcpExchangeOptions options)
    {
        _listener = new Listener(options.Bind, options.Port, options.Note);
        Endpoint = new Endpoint(options.AdvertisedHost, _listener.Port);
        _self = new NodeIdentity(Endpoint, options.Run, options.Key, options.HandshakeTimeout, options.Trust);
        _options = options;
        _closing = _closed.Token;
        _attempts = new AttemptRouter(new RunId(options.Run), options.Pulse);
        _peers = new PeerTable(_self, options, _traffic, _attempts);
        _versions = new VersionTransfer(_self, options.StallTimeout, options.MaxVersion, _traffic, _closing);
        _listener.Start(_self, Welcome);
    }

    public Endpoint Endpoint { get; }

    /// <summary>Of vectors and versions.</summary>
    public long BytesSent => _traffic.Sent;

    /// <summary>Of vectors and versions that were used, not of stale ones.</summary>
    public long BytesReceived => _traffic.Received;

    /// <summary>Frames of attempts that are over, which were dropped.</summary>
    public long StaleFrames => _attempts.StaleFrames;

    /// <summary>Connections that were refused.</summary>
    public long Refused => _listener.Refused;

    /// <summary>Connections for sums that were made since the start: each serves many attempts.</summary>
    public int Connections => _peers.Made;

    /// <exception cref="SocketException">The port is busy.</exception>
    /// <exception cref="PlatformNotSupportedException">Floats go out as they lie in memory, which must be
    /// little-endian.</exception>
    /// <exception cref="ArgumentException">The key is too short, or a name too long.</exception>
    public static TcpExchange Listen(TcpExchangeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        const int LeastKey = 16;
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("the exchange needs a little-endian processor");
        }

        if (options.Key.Length < LeastKey)
        {
            throw new ArgumentException($"a run's key has {LeastKey} bytes at least", nameof(options));
        }

        return Hello.Fits(options.Run) && Hello.Fits($"{options.AdvertisedHost}:65535")
            ? new TcpExchange(options)
            : throw new ArgumentException($"{options.Run} or {options.AdvertisedHost} is too long", nameof(options));
    }

    /// <summary>Where workers' nodes listen; <see cref="Endpoint"/> for those of this process. It holds for attempts begun later.
    /// A process's workers need not have heard the same, so none makes another's knowledge go.</summary>
    public void Know(IReadOnlyDictionary<WorkerId, Endpoint> workers) =>
        ImmutableInterlocked.Update(ref _roster, roster => roster.SetItems(workers));

    /// <summary>What fetchers are answered with: the version of a worker after a step, or null if that worker does not hold
    /// it. It must answer within the stall timeout.</summary>
    public void Offer(Func<WorkerId, long, CancellationToken, Task<VersionSnapshot?>> source) => _source = source;

    /// <summary>A version from another node's worker.</summary>
    /// <exception cref="IOException">The node can't be reached, does not hold it, or its stream broke or was
    /// corrupted.</exception>
    public Task<VersionSnapshot> Fetch(Endpoint from, WorkerId worker, long step, CancellationToken stop) =>
        Task.Factory.StartNew(
            () => _versions.Fetch(from, worker, step, stop),
            stop,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    /// <summary>Says when the connection is made, and calls back once when it breaks or can't be made; never after it was disposed
    /// of.</summary>
    public IDisposable Watch(Endpoint peer, Action made, Action<string> broken)
    {
        var watch = new PeerWatch(_self, peer, made, broken, _closing);
        watch.Start();
        return watch;
    }

    public IExchangeSession Join(AttemptId id, WorkerId self, ImmutableArray<WorkerId> participants)
    {
        var open = _attempts.Attempts.Join(id, attempt => Open(attempt, self, participants));
        var rank = open.Layout.Local.IndexOf(self);
        return open.Layout.Nodes.Length == 1 ? new MemorySession(open.Local, rank) : new TcpSession(open, rank);
    }

    public void Break(AttemptId id, string reason) => _attempts.Attempts.Fence(id, reason);

    public void Dispose()
    {
        if (_closing.IsCancellationRequested)
        {
            return;
        }

        _listener.Dispose();
        _attempts.Attempts.Break($"{Endpoint} has closed");
        _closed.Cancel();
        _closed.Dispose();
        _peers.Dispose();
    }

    private NodeAttempt Open(AttemptLife attempt, WorkerId self, ImmutableArray<WorkerId> participants)
    {
        var layout = Layout(attempt.Id, self, participants);
        var open = new NodeAttempt(attempt, layout, _shared, _options);
        foreach (var connection in layout.Others.Select(n => _peers.Need(layout.Nodes[n].Endpoint)).OfType<PeerConnection>())
        {
            open.Bind(connection);
        }

        return open;
    }

    private NodeLayout Layout(AttemptId id, WorkerId self, ImmutableArray<WorkerId> participants)
    {
        var roster = Volatile.Read(ref _roster);
        foreach (var participant in participants)
        {
            if (!roster.TryGetValue(participant, out var endpoint))
            {
                throw new ExchangeBrokenException(id, $"nobody has said where {participant} is", participant);
            }

            if (participant == self && endpoint != Endpoint)
            {
                throw new ExchangeBrokenException(id, $"{self} is said to be at {endpoint} and joins at {Endpoint}", self);
            }
        }

        return NodeLayout.Of(participants, roster, Endpoint);
    }

    private void Welcome(Channel channel, Hello hello)
    {
        switch (hello.Kind)
        {
            case ConnectionKind.Exchange when hello.From.Dials(Endpoint):
                _peers.Attach(new FrameChannel(channel), hello.From);
                break;
            case ConnectionKind.Shared when hello.From.Dials(Endpoint):
                Share(channel, hello.From);
                break;
            case ConnectionKind.Call when Endpoint.Dials(hello.From):
                channel.Close();
                _peers.Need(hello.From);
                break;
            case ConnectionKind.Fetch:
                _versions.Serve(channel, _source);
                break;
            case ConnectionKind.Watch:
                PeerWatch.Hold(channel, _closing);
                break;
            default:
                channel.Close();
                break;
        }
    }

    private void Share(Channel channel, Endpoint peer)
    {
        try
        {
            var memory = SharedOffer.Accepted(channel, _options.SharesMemory, _options.MaxFrame, _options.HandshakeTimeout);
            _peers.Attach(new FrameChannel(channel, memory), peer);
        }
        catch (Exception gone) when (Sockets.IsBroken(gone))
        {
            channel.Close();
        }
    }
}
