using System.Numerics;

namespace GanCluster.Core.Sums;

/// <summary>
/// The fixed binary tree in which the contributions of R replicas are added, whoever computed them: node (l, i) is the sum
/// of its left child (l - 1, 2i) and its right child (l - 1, 2i + 1). A left child whose right sibling lies wholly beyond R
/// is its parent's value; such a node is known by the name of the highest ancestor with the same value.
/// </summary>
public sealed class ReductionTree
{
    public ReductionTree(int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicas);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(replicas, 1 << 30);
        Replicas = replicas;
        Root = new TreeNode(BitOperations.Log2((uint)replicas * 2 - 1), 0);
    }

    public int Replicas { get; }

    public TreeNode Root { get; }

    /// <exception cref="ArgumentException">The tree has no such node.</exception>
    public ReplicaRange RangeOf(TreeNode node)
    {
        if (node.Level < 0 || node.Level > Root.Level || node.Index < 0 || (long)node.Index << node.Level >= Replicas)
        {
            throw new ArgumentException($"{node} is not in the tree of {Replicas} replicas", nameof(node));
        }

        var first = node.Index << node.Level;
        return new ReplicaRange(first, Math.Min(1 << node.Level, Replicas - first));
    }

    /// <summary>The maximal subtrees within a range, in ascending order: at most 2 log2 R, and one at least.</summary>
    public IReadOnlyList<TreeNode> Cover(ReplicaRange range)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(range.End, Replicas, nameof(range));
        var cover = new List<TreeNode>();
        for (var next = range.First; next < range.End; next = RangeOf(cover[^1]).End)
        {
            var node = TreeNode.Leaf(next);
            while (node != Root && (node.Index & 1) == 0 && RangeOf(node.Parent).End <= range.End)
            {
                node = node.Parent;
            }

            cover.Add(node);
        }

        return cover;
    }

    /// <summary>The name by which the node's value is known: see the promotion rule above.</summary>
    internal TreeNode Promote(TreeNode node)
    {
        while (node != Root && (node.Index & 1) == 0 && (long)(node.Index + 1) << node.Level >= Replicas)
        {
            node = node.Parent;
        }

        return node;
    }
}
