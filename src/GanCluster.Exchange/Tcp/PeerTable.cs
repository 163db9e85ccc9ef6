using GanCluster.Core;
using GanCluster.Exchange.Tcp.Connections;
using GanCluster.Exchange.Tcp.Shared;

namespace GanCluster.Exchange.Tcp;

/// <summary>
/// The connection to each other node. Of two nodes the one of the lower name dials, so that there is never a second one; the
/// other asks it to, by a <see cref="ConnectionKind.Call"/>. A connection outlives attempts; a broken one is made anew for the
/// next.
/// </summary>
internal sealed class PeerTable(
    NodeIdentity self, TcpExchangeOptions options, Traffic traffic, AttemptRouter attempts) : IDisposable
{
    private const int RetryMilliseconds = 50;
    private readonly object _gate = attempts.Gate;
    private readonly Dictionary<Endpoint, Link> _links = [];
    private bool _closed;
    private int _made;

    /// <summary>Connections made since the start.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>The connection, if it is up. If not the open attempt hears of it: that it is up, or that it can't be
    /// made.</summary>
    public PeerConnection? Need(Endpoint peer)
    {
        lock (_gate)
        {
            var link = LinkTo(peer);
            if (link.IsUp)
            {
                return link.Connection;
            }

            link.GiveUp = Environment.TickCount64 + (long)options.DialTimeout.TotalMilliseconds;
            if (!link.Dialling)
            {
                (link.Dialling, link.Called) = (true, false);
                new Thread(() => Establish(peer, link)) { IsBackground = true, Name = $"dial {peer}" }.Start();
            }

            return null;
        }
    }

    /// <summary>A connection whose handshake is done; one that it replaces is closed, for the peer has given that one up.</summary>
    public void Attach(FrameChannel channel, Endpoint peer)
    {
        PeerConnection? old;
        var connection = new PeerConnection(channel, peer, options, traffic, attempts);
        lock (_gate)
        {
            var link = LinkTo(peer);
            old = link.Connection;
            link.Connection = connection;
            _made++;
            attempts.Connected(connection);
        }

        old?.Close("it has connected anew");
        connection.Start();
        if (Volatile.Read(ref _closed))
        {
            connection.Close("this node has closed");
        }
    }

    public void Dispose()
    {
        List<PeerConnection?> connections;
        lock (_gate)
        {
            _closed = true;
            connections = [.. _links.Values.Select(l => l.Connection)];
            Monitor.PulseAll(_gate);
        }

        connections.ForEach(c => c?.Close("this node has closed"));
    }

    private Link LinkTo(Endpoint peer)
    {
        if (!_links.TryGetValue(peer, out var link))
        {
            _links.Add(peer, link = new Link());
        }

        return link;
    }

    private void Establish(Endpoint peer, Link link)
    {
        string reason;
        do
        {
            reason = TryOnce(peer, link) ?? "it did not dial";
        }
        while (!Settled(link));

        lock (_gate)
        {
            link.Dialling = false;
            if (!link.IsUp)
            {
                attempts.Failed(peer, reason);
            }
        }
    }

    /// <returns>Why it failed.</returns>
    private string? TryOnce(Endpoint peer, Link link)
    {
        try
        {
            if (self.Endpoint.Dials(peer))
            {
                Attach(Dial(peer), peer);
            }
            else if (!link.Called)
            {
                Handshake.Dial(self, peer, ConnectionKind.Call).Close();
                link.Called = true;
            }

            return null;
        }
        catch (HandshakeException refused)
        {
            link.GiveUp = 0;
            return refused.Message;
        }
        catch (IOException failure)
        {
            return failure.Message;
        }
    }

    /// <summary>A node of the same name or address is taken to be on this machine; if it is not it finds no memory of this
    /// one's.</summary>
    private FrameChannel Dial(Endpoint peer)
    {
        var isHere = string.Equals(peer.Host, self.Endpoint.Host, StringComparison.OrdinalIgnoreCase);
        if (!options.SharesMemory || !isHere || !SharedMemory.IsSupported)
        {
            return new FrameChannel(Handshake.Dial(self, peer, ConnectionKind.Exchange));
        }

        var channel = Handshake.Dial(self, peer, ConnectionKind.Shared);
        return new FrameChannel(channel, SharedOffer.Dialled(channel, options.MaxFrame, options.HandshakeTimeout));
    }

    /// <summary>True once the connection is up or the time is over; false when it is time for another try.</summary>
    private bool Settled(Link link)
    {
        var retry = Environment.TickCount64 + RetryMilliseconds;
        lock (_gate)
        {
            while (!link.IsUp && !_closed)
            {
                var left = Math.Min(retry, link.GiveUp) - Environment.TickCount64;
                if (left <= 0)
                {
                    return link.GiveUp <= Environment.TickCount64;
                }

                Monitor.Wait(_gate, (int)left);
            }

            return true;
        }
    }

    private sealed class Link
    {
        public PeerConnection? Connection { get; set; }

        public bool Dialling { get; set; }

        public bool Called { get; set; }

        /// <summary>When no more tries are made, in milliseconds of the system's tick count.</summary>
        public long GiveUp { get; set; }

        public bool IsUp => Connection is { IsClosed: false };
    }
}
