using System.Collections.Immutable;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Exchange.Attempts;

namespace GanCluster.Exchange.Tcp;

/// <summary>
/// The open attempt as this node sees it: who takes part where, the connections that it needs, and what its sums go by, which is
/// the same for all of them. It breaks as soon as one of the connections does, whether or not anyone waits for it.
/// </summary>
internal sealed class NodeAttempt
{
    private readonly AttemptLife _attempt;
    private readonly SharedVectors _shared;
    private readonly PeerConnection?[] _connections;
    private readonly SegmentTable _segments;
    private LocalMerge? _merge;

    public NodeAttempt(AttemptLife attempt, NodeLayout layout, SharedVectors shared, TcpExchangeOptions options)
    {
        _attempt = attempt;
        _shared = shared;
        _connections = new PeerConnection?[layout.Nodes.Length];
        _segments = new SegmentTable(layout.Nodes.Length);
        Layout = layout;
        Local = new Meeting(attempt, layout.Local, shared.Sums);
        Sum = new NetworkSum(this, options);
    }

    public object Gate => _attempt.Gate;

    public AttemptId Id => _attempt.Id;

    public NodeLayout Layout { get; }

    /// <summary>Where this node's participants meet.</summary>
    public Meeting Local { get; }

    public NetworkSum Sum { get; }

    public bool IsBroken => _attempt.IsBroken;

    public bool IsConnected => Layout.Others.All(n => _connections[n] is not null);

    public PeerConnection Connection(int node) => _connections[node]!;

    public int NodeOf(PeerConnection connection) => Array.IndexOf(_connections, connection);

    /// <summary>Each node's segment of a vector.</summary>
    public IReadOnlyList<Segment> SegmentsOf(ReductionTree tree, int length) => _segments.Of(tree, length);

    /// <summary>How the local participants' nodes merge: planned at the attempt's first exchange.</summary>
    public LocalMerge Merge(ReductionTree tree, IReadOnlyList<PartialSum> nodes)
    {
        lock (Gate)
        {
            return _merge = LocalMerge.For(_merge, tree, nodes, _shared.Merged);
        }
    }

    public void Bind(PeerConnection connection)
    {
        lock (Gate)
        {
            foreach (var node in Layout.Others.Where(n => Layout.Nodes[n].Endpoint == connection.Peer))
            {
                _connections[node] ??= connection;
            }

            Monitor.PulseAll(Gate);
        }
    }

    /// <param name="connection">What broke; null if there never was one.</param>
    public void Lost(Endpoint peer, PeerConnection? connection, string reason)
    {
        lock (Gate)
        {
            foreach (var node in Layout.Others.Where(n => Layout.Nodes[n].Endpoint == peer && _connections[n] == connection))
            {
                _attempt.Break($"{Layout.Nodes[node]} is lost: {reason}", Layout.Nodes[node].First);
            }
        }
    }

    public void Break(string reason) => _attempt.Break(reason);

    public void Await(Func<bool> condition, Action waiting) => _attempt.Await(condition, waiting);

    public void ThrowIfBroken() => _attempt.ThrowIfBroken();
}

/// <summary>Which nodes the participants of an attempt are on, in the order of each node's first participant.</summary>
/// <param name="Self">This node's index.</param>
/// <param name="Local">This node's participants, in order.</param>
internal sealed record NodeLayout(ImmutableArray<NodeLayout.Node> Nodes, int Self, ImmutableArray<WorkerId> Local)
{
    public IEnumerable<int> Others => Enumerable.Range(0, Nodes.Length).Where(n => n != Self);

    /// <param name="roster">Knows every participant, and one at least at <paramref name="self"/>.</param>
    public static NodeLayout Of(
        ImmutableArray<WorkerId> participants, IReadOnlyDictionary<WorkerId, Endpoint> roster, Endpoint self)
    {
        var groups = participants.GroupBy(p => roster[p]).ToList();
        return new NodeLayout(
            [.. groups.Select(g => new Node(g.Key, g.First()))],
            groups.FindIndex(g => g.Key == self),
            [.. groups.Single(g => g.Key == self)]);
    }

    /// <param name="First">Its first participant, by whom messages name it.</param>
    internal sealed record Node(Endpoint Endpoint, WorkerId First)
    {
        public override string ToString() => $"{First} at {Endpoint}";
    }
}
