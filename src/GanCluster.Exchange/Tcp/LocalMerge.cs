using System.Collections.Concurrent;
using GanCluster.Core.Sums;

namespace GanCluster.Exchange.Tcp;

/// <summary>
/// The subtree sums of a node's workers, merged into the maximal subtrees that they cover together: so that over the network goes
/// what one worker with all their replicas would send. The additions are the tree's own.
/// </summary>
internal sealed class LocalMerge
{
    private readonly List<(ReductionTree Tree, IReadOnlyList<PartialSum> Parts, Memory<float> Sum)> _merges = [];

    /// <param name="buffers">By place and length: the process's, for a merge lasts an exchange only.</param>
    public LocalMerge(
        ReductionTree tree,
        IEnumerable<PartialSum> parts,
        int length,
        ConcurrentDictionary<(int Place, int Length), Memory<float>> buffers)
    {
        var sorted = parts.OrderBy(p => tree.RangeOf(p.Node).First).ToList();
        var nodes = Runs(sorted.Select(p => tree.RangeOf(p.Node))).SelectMany(tree.Cover);
        Sums = [.. nodes.Select(node => Within(tree, node, sorted, length, buffers))];
    }

    /// <summary>In ascending order; those that were merged hold their values once every share has been.</summary>
    public IReadOnlyList<PartialSum> Sums { get; }

    /// <summary>Merges the elements of one share.</summary>
    public void Run(Segment share)
    {
        var (start, length) = ((int)share.Start, (int)share.Length);
        foreach (var (tree, parts, sum) in _merges)
        {
            TreeReduction.Combine(tree, parts, start, sum.Span.Slice(start, length));
        }
    }

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

    private PartialSum Within(
        ReductionTree tree,
        TreeNode node,
        IEnumerable<PartialSum> sorted,
        int length,
        ConcurrentDictionary<(int Place, int Length), Memory<float>> buffers)
    {
        var range = tree.RangeOf(node);
        var parts = sorted.Where(p => range.Contains(tree.RangeOf(p.Node).First)).ToList();
        if (parts.Count == 1)
        {
            return parts[0];
        }

        // A subtree is the tree of as many replicas, moved: so its parts get the names that they have there.
        var moved = parts.Select(p => p with { Node = new TreeNode(p.Node.Level, p.Node.Index - (range.First >> p.Node.Level)) });
        var sum = buffers.GetOrAdd((_merges.Count, length), _ => new float[length]);
        _merges.Add((new ReductionTree(range.Count), [.. moved], sum));
        return new PartialSum(node, sum);
    }
}
