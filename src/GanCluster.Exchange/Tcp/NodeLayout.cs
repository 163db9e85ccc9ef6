using System.Collections.Immutable;
using GanCluster.Core;
using GanCluster.Core.Rounds;

namespace GanCluster.Exchange.Tcp;

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
