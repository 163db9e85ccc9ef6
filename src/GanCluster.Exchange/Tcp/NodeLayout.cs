using System.Collections.Immutable;
using GanCluster.Core.Rounds;

namespace GanCluster.Exchange.Tcp;

/// <summary>Which nodes the participants of an attempt are on, in the order of each node's first participant.</summary>
/// <param name="Self">This node's index.</param>
/// <param name="Local">This node's participants, in order.</param>
internal sealed record NodeLayout(ImmutableArray<NodeLayout.Node> Nodes, int Self, ImmutableArray<WorkerId> Local)
{
    public IEnumerable<int> Others => Enumerable.Range(0, Nodes.Length).Where(n => n != Self);

    /// <param name="missing">The first participant of whom no node is known.</param>
    public static NodeLayout? Of(
        ImmutableArray<WorkerId> participants,
        IReadOnlyDictionary<WorkerId, DataEndpoint> roster,
        DataEndpoint self,
        out WorkerId missing)
    {
        missing = participants.FirstOrDefault(p => !roster.ContainsKey(p));
        if (!participants.All(roster.ContainsKey))
        {
            return null;
        }

        var nodes = participants.GroupBy(p => roster[p]).Select(g => new Node(g.Key, g.First())).ToImmutableArray();
        return new NodeLayout(
            nodes,
            nodes.IndexOf(nodes.FirstOrDefault(n => n.Endpoint == self)!),
            [.. participants.Where(p => roster[p] == self)]);
    }

    /// <param name="First">Its first participant, by whom messages name it.</param>
    internal sealed record Node(DataEndpoint Endpoint, WorkerId First)
    {
        public override string ToString() => $"{First} at {Endpoint}";
    }
}
