using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Exchange.Attempts;

namespace GanCluster.Exchange.Tcp;

/// <summary>Brings what peers send, and what becomes of the connections to them, to the attempt that is open. What is stale is
/// dropped and counted.</summary>
internal sealed class AttemptRouter(RunId run, TimeSpan pulse) : IFrameSink
{
    private long _stale;

    /// <summary>Its gate is the process's one lock of attempts, peers and inboxes.</summary>
    public AttemptTable<NodeAttempt> Attempts { get; } = new(pulse);

    public object Gate => Attempts.Gate;

    public long StaleFrames => Interlocked.Read(ref _stale);

    public void Connected(PeerConnection connection)
    {
        lock (Gate)
        {
            Attempts.Open?.Bind(connection);
        }
    }

    /// <summary>No connection to the peer can be made.</summary>
    public void Failed(Endpoint peer, string reason)
    {
        lock (Gate)
        {
            Attempts.Open?.Lost(peer, null, reason);
        }
    }

    public void Lost(PeerConnection connection, string reason)
    {
        lock (Gate)
        {
            Attempts.Open?.Lost(connection.Peer, connection, reason);
        }
    }

    public Landing? Place(PeerConnection connection, FrameHeader frame)
    {
        lock (Gate)
        {
            while (connection.Inbox.InUse && frame.Kind == FrameKind.Slice)
            {
                Monitor.Wait(Gate);
            }

            if (Attempts.IsOver(frame.Id(run)))
            {
                Interlocked.Increment(ref _stale);
                return null;
            }

            return frame.Kind == FrameKind.Slice ? PlaceSlice(connection, frame) : PlaceFinished(connection, frame);
        }
    }

    /// <summary>It may be of an attempt that this node has not opened yet.</summary>
    private Landing PlaceSlice(PeerConnection connection, FrameHeader frame)
    {
        if (Attempts.Open is { } open && open.Id.IsOlderThan(frame.Id(run)) && open.NodeOf(connection) >= 0)
        {
            open.Break($"{connection.Peer} has begun {frame.Id(run)}");
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
        if (Attempts.Open is { } open && open.Id == frame.Id(run) && open.NodeOf(connection) is >= 0 and var node)
        {
            return open.Sum.Place(node, frame);
        }

        throw new InvalidDataException($"a frame was refused: nobody waits for it ({frame})");
    }
}
