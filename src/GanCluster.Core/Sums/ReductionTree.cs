using System.Numerics;

namespace GanCluster.Core.Sums;

/// <summary>
/// The fixed binary tree in which the contributions of R replicas are added, whoever computed them: node (l, i) is the sum
/// of its left child (l - 1, 2i) and its right child (l - 1, 2i + 1). A left child whose right sibling lies wholly beyond R
/// is its parent's value; such a node is known by the name of the highest ancestor with the same value.
/// </summary>
public sealed class ReductionTree
{
    /// <param name="rounded">Values at the start of each vector that <see cref="EightBits"/> rounds at every node: the replicas' own, and
    /// each sum.</param>
    public ReductionTree(int replicas, int rounded = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicas);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(replicas, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfNegative(rounded);
        Replicas = replicas;
        Rounded = rounded;
        Root = new TreeNode(BitOperations.Log2((uint)replicas * 2 - 1), 0);
    }

    public int Replicas { get; }

    public int Rounded { get; }

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

    /// <summary>How many of these values are rounded.</summary>
    /// <param name="place">Of the first of them in its vector.</param>
    public int RoundedOf(int place, int length) => Math.Clamp(Rounded - place, 0, length);

    /// <summary>A replica's own values, or what is to be a node's.</summary>
    /// <param name="place">Of the first of them in its vector: a multiple of <see cref="EightBits.Block"/> where any is rounded.</param>
    internal void Round(Span<float> values, int place)
    {
        if (RoundedOf(place, values.Length) is > 0 and var rounded)
        {
            EightBits.Round(values[..rounded], place);
        }
    }

    /// <summary>A node's values from its children's. They may be written where the left ones are.</summary>
    /// <inheritdoc cref="Round" path="/param"/>
    internal void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> sum, int place)
    {
        FloatSums.Add(left, right, sum);
        Round(sum[..left.Length], place);
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
