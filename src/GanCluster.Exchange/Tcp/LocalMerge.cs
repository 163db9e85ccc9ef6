using System.Collections.Concurrent;
using GanCluster.Core.Sums;

namespace GanCluster.Exchange.Tcp;

/// <summary>
/// How the subtree sums of a node's workers merge into the maximal subtrees that they cover together: so that over the network
/// goes what one worker with all their replicas would send. The additions are the tree's own. Planned once, for any number of
/// vectors.
/// </summary>
internal sealed class LocalMerge
{
    private readonly ReductionTree _tree;
    private readonly TreeNode[] _parts;
    private readonly Subtree[] _subtrees;
    private readonly ConcurrentDictionary<(int Place, int Length), Memory<float>> _buffers;

    private LocalMerge(
        ReductionTree tree, TreeNode[] parts, ConcurrentDictionary<(int Place, int Length), Memory<float>> buffers)
    {
        _tree = tree;
        _parts = parts;
        _buffers = buffers;
        int[] order = [.. Enumerable.Range(0, parts.Length).OrderBy(i => tree.RangeOf(parts[i]).First)];
        _subtrees = [.. Runs(order.Select(i => tree.RangeOf(parts[i]))).SelectMany(tree.Cover).Select(n => Plan(n, order))];
    }

    /// <param name="known">Is returned if it was made for the same parts.</param>
    /// <param name="buffers">Of merged vectors, by place and length: the process's, for a merge lasts an attempt only.</param>
    public static LocalMerge For(
        LocalMerge? known,
        ReductionTree tree,
        IReadOnlyList<PartialSum> parts,
        ConcurrentDictionary<(int Place, int Length), Memory<float>> buffers)
    {
        TreeNode[] nodes = [.. parts.Select(p => p.Node)];
        return known is not null && (known._tree.Replicas, known._tree.Rounded) == (tree.Replicas, tree.Rounded)
            && nodes.AsSpan().SequenceEqual(known._parts)
            ? known
            : new LocalMerge(tree, nodes, buffers);
    }

    /// <summary>Merges the elements of one share.</summary>
    /// <param name="parts">Those of the plan, in its order.</param>
    public void Run(IReadOnlyList<PartialSum> parts, int length, Segment share)
    {
        for (var place = 0; place < _subtrees.Length; place++)
        {
            if (_subtrees[place].Reduction is { } reduction)
            {
                var sum = Buffer(place, length).Span.Slice((int)share.Start, (int)share.Length);
                reduction.Combine(_subtrees[place].Take(parts), (int)share.Start, sum);
            }
        }
    }

    /// <summary>In ascending order; those that are merged hold their values once every share has been.</summary>
    public PartialSum[] Sums(IReadOnlyList<PartialSum> parts, int length) =>
        [.. _subtrees.Select((s, place) =>
            s.Reduction is null ? parts[s.Parts[0]] : new PartialSum(s.Node, Buffer(place, length)))];

    /// <summary>What is contiguous, as one range.</summary>
    private static List<ReplicaRange> Runs(IEnumerable<ReplicaRange> sorted)
    {
        var runs = new List<ReplicaRange>();
        foreach (var range in sorted)
        {
            if (runs.Count > 0 && runs[^1].End == range.First)
            {
                runs[^1] = new ReplicaRange(runs[^1].First, runs[^1].Count + range.Count);
            }
            else
            {
                runs.Add(range);
            }
        }

        return runs;
    }

    /// <summary>A subtree is the tree of as many replicas, moved: so its parts get the names that they have there.</summary>
    private Subtree Plan(TreeNode node, int[] order)
    {
        var range = _tree.RangeOf(node);
        int[] parts = [.. order.Where(i => range.Contains(_tree.RangeOf(_parts[i]).First))];
        TreeNode[] moved = [.. parts.Select(i => _parts[i] with { Index = _parts[i].Index - (range.First >> _parts[i].Level) })];
        var reduction = parts.Length == 1
            ? null
            : TreeReduction.For(null, new ReductionTree(range.Count, _tree.Rounded), [.. moved.Select(n => new PartialSum(n, default))]);
        return new Subtree(node, parts, moved, reduction);
    }

    private Memory<float> Buffer(int place, int length) => _buffers.GetOrAdd((place, length), key => new float[key.Length]);

    /// <param name="Parts">Their places among all.</param>
    /// <param name="Reduction">Null if there is one part only, which is the subtree's sum.</param>
    private sealed record Subtree(TreeNode Node, int[] Parts, TreeNode[] Moved, TreeReduction? Reduction)
    {
        public PartialSum[] Take(IReadOnlyList<PartialSum> all) =>
            [.. Parts.Select((part, i) => new PartialSum(Moved[i], all[part].Values))];
    }
}
