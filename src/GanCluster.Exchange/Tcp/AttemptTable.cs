using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;

namespace GanCluster.Exchange.Tcp;

/// <summary>Which attempt is open, and what is older: fenced, dropped and counted.</summary>
internal sealed class AttemptTable(TcpExchangeOptions options) : IFrameSink
{
    private readonly RunId _run = new(options.Run);
    private AttemptId? _fence;
    private Open? _open;
    private long _stale;

    /// <summary>The process's one lock of attempts, peers and inboxes. It is held for bookkeeping only.</summary>
    public object Gate { get; } = new();

    public long StaleFrames => Interlocked.Read(ref _stale);

    /// <summary>The attempt, begun if it is newer than the one open.</summary>
    /// <exception cref="ExchangeBrokenException">It is fenced, or a newer one has begun.</exception>
    public Open Join(AttemptId id, Func<NodeLayout> layout, Func<NodeLayout, Meeting> meeting, PeerTable peers)
    {
        lock (Gate)
        {
            if (_fence is { } fence && !fence.IsOlderThan(id))
            {
                throw new ExchangeBrokenException(id, $"fenced by {fence}");
            }

            if (_open is null || _open.Attempt.Id.IsOlderThan(id))
            {
                var nodes = layout();
                _open?.Attempt.Break($"{id} has begun");
                var attempt = new NodeAttempt(Gate, id, nodes, meeting(nodes));
                _open = new Open(attempt, new NetworkSum(attempt, options));
                foreach (var connection in nodes.Others.Select(n => peers.Need(nodes.Nodes[n].Endpoint)).OfType<PeerConnection>())
                {
                    attempt.Bind(connection);
                }
            }

            return _open.Attempt.Id == id ? _open : throw new ExchangeBrokenException(id, $"{_open.Attempt.Id} has begun");
        }
    }

    public void Break(AttemptId id, string reason)
    {
        lock (Gate)
        {
            if (_fence is not { } fence || fence.IsOlderThan(id))
            {
                _fence = id;
            }

            if (_open is { } open && !id.IsOlderThan(open.Attempt.Id))
            {
                open.Attempt.Break(reason);
            }
        }
    }

    public void BreakAll(string reason)
    {
        lock (Gate)
        {
            _open?.Attempt.Break(reason);
        }
    }

    public void Connected(PeerConnection connection)
    {
        lock (Gate)
        {
            _open?.Attempt.Bind(connection);
        }
    }

    /// <summary>No connection to the peer can be made.</summary>
    public void Failed(Endpoint peer, string reason)
    {
        lock (Gate)
        {
            _open?.Attempt.Lost(peer, null, reason);
        }
    }

    public void Lost(PeerConnection connection, string reason)
    {
        lock (Gate)
        {
            _open?.Attempt.Lost(connection.Peer, connection, reason);
            Monitor.PulseAll(Gate);
        }
    }

    public Landing? Place(PeerConnection connection, FrameHeader frame)
    {
        var id = frame.Id(_run);
        lock (Gate)
        {
            while (connection.Inbox.InUse && frame.Kind == FrameKind.Slice)
            {
                Monitor.Wait(Gate);
            }

            if (IsStale(id))
            {
                Interlocked.Increment(ref _stale);
                return null;
            }

            return frame.Kind == FrameKind.Slice ? PlaceSlice(connection, frame) : PlaceFinished(connection, frame);
        }
    }

    private bool IsStale(AttemptId id) =>
        _fence is { } fence && !fence.IsOlderThan(id)
        || _open is { Attempt: var open } && (id.IsOlderThan(open.Id) || id == open.Id && open.IsBroken);

    private Landing PlaceSlice(PeerConnection connection, FrameHeader frame)
    {
        if (_open is { Attempt: var open } && open.Id.IsOlderThan(frame.Id(_run)) && open.NodeOf(connection) >= 0)
        {
            open.Break($"{connection.Peer} has begun {frame.Id(_run)}");
        }

        return new Landing(connection.Inbox.Place(frame), whole =>
        {
            lock (Gate)
            {
                connection.Inbox.Placed(frame, whole);
                Monitor.PulseAll(Gate);
            }
        });
    }

    private Landing PlaceFinished(PeerConnection connection, FrameHeader frame)
    {
        if (_open is { } open && open.Attempt.Id == frame.Id(_run) && open.Attempt.NodeOf(connection) is >= 0 and var node)
        {
            return open.Sum.Place(node, frame);
        }

        throw new InvalidDataException($"a frame was refused: nobody waits for it ({frame})");
    }

    internal sealed record Open(NodeAttempt Attempt, NetworkSum Sum);
}
