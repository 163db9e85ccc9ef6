using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;

namespace GanCluster.Exchange.Tcp;

/// <summary>
/// One attempt as this node sees it: the connections it needs, and whether it is broken. It breaks as soon as one of them does,
/// whether or not anyone waits for it.
/// </summary>
/// <param name="gate">The process's one lock: of attempts, peers and inboxes. It is held for bookkeeping only.</param>
internal sealed class NodeAttempt(object gate, AttemptId id, NodeLayout layout, Meeting meeting)
{
    private const int PulseMilliseconds = 500;
    private readonly PeerConnection?[] _connections = new PeerConnection?[layout.Nodes.Length];
    private string? _broken;
    private WorkerId? _suspect;

    public object Gate => gate;

    public AttemptId Id => id;

    public NodeLayout Layout => layout;

    /// <summary>Of this node's participants.</summary>
    public Meeting Meeting => meeting;

    public bool IsBroken => Volatile.Read(ref _broken) is not null;

    public bool IsConnected => layout.Others.All(n => _connections[n] is not null);

    public PeerConnection Connection(int node) => _connections[node]!;

    public int NodeOf(PeerConnection connection) => Array.IndexOf(_connections, connection);

    public void Bind(PeerConnection connection)
    {
        lock (gate)
        {
            foreach (var node in layout.Others.Where(n => layout.Nodes[n].Endpoint == connection.Peer))
            {
                _connections[node] ??= connection;
            }

            Monitor.PulseAll(gate);
        }
    }

    /// <param name="connection">What broke; null if there never was one.</param>
    public void Lost(Endpoint peer, PeerConnection? connection, string reason)
    {
        lock (gate)
        {
            foreach (var node in layout.Others.Where(n => layout.Nodes[n].Endpoint == peer && _connections[n] == connection))
            {
                Break($"{layout.Nodes[node]} is lost: {reason}", layout.Nodes[node].First);
            }
        }
    }

    public void Break(string reason, WorkerId? suspect = null)
    {
        lock (gate)
        {
            if (!IsBroken)
            {
                _suspect = suspect;
                Volatile.Write(ref _broken, reason);
                meeting.Break(reason, suspect);
                Monitor.PulseAll(gate);
            }
        }
    }

    /// <summary>Returns when the condition holds; it is asked under the gate.</summary>
    /// <exception cref="ExchangeBrokenException">The attempt is broken.</exception>
    public void Await(Func<bool> condition, Action waiting)
    {
        while (!AwaitPulse(condition))
        {
            waiting();
        }
    }

    public void ThrowIfBroken()
    {
        if (_broken is { } reason)
        {
            throw new ExchangeBrokenException(id, reason, _suspect);
        }
    }

    private bool AwaitPulse(Func<bool> condition)
    {
        var due = Environment.TickCount64 + PulseMilliseconds;
        lock (gate)
        {
            while (true)
            {
                ThrowIfBroken();
                if (condition())
                {
                    return true;
                }

                var left = due - Environment.TickCount64;
                if (left <= 0)
                {
                    return false;
                }

                Monitor.Wait(gate, (int)left);
            }
        }
    }
}
