namespace GanCluster.Core.Sums;

/// <summary>
/// Sums a worker's contributions like a binary counter: holds one vector for each maximal subtree pushed so far, at most
/// log2 R + 1 for a contiguous range pushed replica by replica. Vectors pushed belong to the accumulator until handed back.
/// </summary>
/// <param name="tree">The run's tree.</param>
/// <param name="release">Takes back a vector that is no longer needed, so that a step allocates nothing.</param>
public sealed class TreeAccumulator(ReductionTree tree, Action<Memory<float>> release)
{
    private readonly List<(TreeNode Node, Memory<float> Values)> _held = [];

    /// <summary>The finished subtrees in ascending order.</summary>
    public IEnumerable<PartialSum> Nodes => _held.Select(held => new PartialSum(held.Node, held.Values));

    /// <summary>
    /// Adds a subtree that lies beyond all pushed before; a gap is allowed (a worker may own several ranges).
    /// Where it completes a parent, its values are added into the left sibling's and its vector is released. A replica's own values are
    /// rounded where the tree rounds.
    /// </summary>
    /// <exception cref="InvalidOperationException">The node does not lie beyond all pushed before.</exception>
    public void Push(TreeNode node, Memory<float> values)
    {
        var range = tree.RangeOf(node);
        if (_held.Count > 0)
        {
            var last = _held[^1];
            var end = tree.RangeOf(last.Node).End;
            if (range.First < end)
            {
                throw new InvalidOperationException($"replicas {range} were pushed when those before {end} had been");
            }

            if (values.Length != last.Values.Length)
            {
                throw new ArgumentException($"{values.Length} values were pushed after {last.Values.Length}", nameof(values));
            }
        }

        if (node.Level == 0)
        {
            tree.Round(values.Span, place: 0);
        }

        _held.Add((tree.Promote(node), values));
        while (_held.Count > 1 && _held[^2].Node.IsLeftSiblingOf(_held[^1].Node))
        {
            MergeLastTwo();
        }
    }

    /// <summary>Releases every vector held and starts anew.</summary>
    public void Clear()
    {
        foreach (var (_, values) in _held)
        {
            release(values);
        }

        _held.Clear();
    }

    private void MergeLastTwo()
    {
        var (left, right) = (_held[^2], _held[^1]);
        tree.Add(left.Values.Span, right.Values.Span, left.Values.Span, place: 0);
        _held.RemoveAt(_held.Count - 1);
        _held[^1] = (tree.Promote(left.Node.Parent), left.Values);
        release(right.Values);
    }
}
