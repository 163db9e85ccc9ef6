using System.Buffers;

namespace GanCluster.Core.Sums;

/// <summary>
/// Finishes the tree over the partial sums of all workers. Which subtrees these are stays the same for as long as an attempt
/// lasts, so the order of the additions is planned once, for any number of vectors.
/// </summary>
public sealed class TreeReduction
{
    /// <summary>Floats of a block: a block of each operand of a deep tree stays in the second-level cache.</summary>
    private const int Block = 4096;
    private const int InScratch = -1;
    private readonly ReductionTree _tree;
    private readonly TreeNode[] _nodes;

    /// <summary>The nodes' places in ascending order of their replicas.</summary>
    private readonly int[] _order;

    /// <summary>How many additions follow the arrival of each, in that order.</summary>
    private readonly int[] _merges;

    /// <summary>How many operands wait at most.</summary>
    private readonly int _depth;

    private TreeReduction(ReductionTree tree, TreeNode[] nodes)
    {
        _tree = tree;
        _nodes = nodes;
        _order = [.. Enumerable.Range(0, nodes.Length).OrderBy(i => tree.RangeOf(nodes[i]).First)];
        (_merges, _depth) = Plan(tree, [.. _order.Select(i => tree.Promote(nodes[i]))]);
    }

    /// <summary>The plan for these nodes, in any order; <paramref name="known"/> if it was made for the same ones.</summary>
    /// <exception cref="InvalidOperationException">They do not cover every replica exactly once.</exception>
    public static TreeReduction For(TreeReduction? known, ReductionTree tree, IReadOnlyList<PartialSum> nodes)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(nodes);
        return known is not null && (known._tree.Replicas, known._tree.Rounded) == (tree.Replicas, tree.Rounded) && known.IsOf(nodes)
            ? known
            : new TreeReduction(tree, [.. nodes.Select(n => n.Node)]);
    }

    /// <summary>One vector's sum by a plan of its own.</summary>
    /// <inheritdoc cref="Combine(IReadOnlyList{PartialSum}, int, Span{float}, int)"/>
    public static void Combine(ReductionTree tree, IReadOnlyList<PartialSum> nodes, int offset, Span<float> destination) =>
        For(null, tree, nodes).Combine(nodes, offset, destination);

    /// <summary>
    /// Writes the root's sum of elements [offset, offset + destination.Length) with exactly the tree's additions.
    /// The nodes are not altered; <paramref name="destination"/> must not be part of any of them.
    /// </summary>
    /// <param name="nodes">Those of the plan, in the order in which it was given them.</param>
    /// <param name="cut">Where in the whole vector the nodes' values begin, if they are a part of theirs.</param>
    public void Combine(IReadOnlyList<PartialSum> nodes, int offset, Span<float> destination, int cut = 0)
    {
        if (!IsOf(nodes))
        {
            throw new ArgumentException("they are not the nodes that the sum was planned for", nameof(nodes));
        }

        var scratch = ArrayPool<float>.Shared.Rent(_depth * Block);
        for (var start = 0; start < destination.Length; start += Block)
        {
            var length = Math.Min(Block, destination.Length - start);
            CombineBlock(nodes, offset + start, destination.Slice(start, length), scratch, cut);
        }

        ArrayPool<float>.Shared.Return(scratch);
    }

    private static (int[] Merges, int Depth) Plan(ReductionTree tree, TreeNode[] ascending)
    {
        var merges = new int[ascending.Length];
        var waiting = new Stack<TreeNode>();
        var (next, depth) = (0, 0);
        for (var i = 0; i < ascending.Length; i++)
        {
            var node = ascending[i];
            CheckNext(next, tree.RangeOf(node));
            next = tree.RangeOf(node).End;
            for (; waiting.TryPeek(out var left) && left.IsLeftSiblingOf(node); node = tree.Promote(node.Parent))
            {
                waiting.Pop();
                merges[i]++;
            }

            waiting.Push(node);
            depth = Math.Max(depth, waiting.Count);
        }

        return next == tree.Replicas
            ? (merges, depth)
            : throw new InvalidOperationException($"replicas {Between(next, tree.Replicas)} are missing from the sum");
    }

    private static void CheckNext(int next, ReplicaRange range)
    {
        if (range.First > next)
        {
            throw new InvalidOperationException($"replicas {Between(next, range.First)} are missing from the sum");
        }

        if (range.First < next)
        {
            var overlap = Between(range.First, Math.Min(next, range.End));
            throw new InvalidOperationException($"replicas {overlap} come more than once in the sum");
        }
    }

    private static ReplicaRange Between(int first, int end) => new(first, end - first);

    private bool IsOf(IReadOnlyList<PartialSum> nodes)
    {
        var same = nodes.Count == _nodes.Length;
        for (var i = 0; same && i < _nodes.Length; i++)
        {
            same = nodes[i].Node == _nodes[i];
        }

        return same;
    }

    /// <summary>
    /// Operands wait on a stack, as they are until their first addition and then in the scratch block of their depth;
    /// that of the lowest is the destination, where the root's sum ends.
    /// </summary>
    private void CombineBlock(IReadOnlyList<PartialSum> nodes, int offset, Span<float> destination, float[] scratch, int cut)
    {
        var length = destination.Length;
        Span<int> stack = stackalloc int[64];
        var top = -1;
        for (var i = 0; i < _order.Length; i++)
        {
            stack[++top] = _order[i];
            for (var merge = 0; merge < _merges[i]; merge++)
            {
                var right = Operand(stack[top], top, destination, scratch, nodes, offset);
                top--;
                var left = Operand(stack[top], top, destination, scratch, nodes, offset);
                _tree.Add(left, right, top == 0 ? destination : scratch.AsSpan(top * Block, length), cut + offset);
                stack[top] = InScratch;
            }
        }

        if (stack[0] != InScratch)
        {
            nodes[stack[0]].Values.Span.Slice(offset, length).CopyTo(destination);
        }
    }

    private static ReadOnlySpan<float> Operand(
        int entry, int depth, Span<float> destination, float[] scratch, IReadOnlyList<PartialSum> nodes, int offset)
    {
        if (entry != InScratch)
        {
            return nodes[entry].Values.Span.Slice(offset, destination.Length);
        }

        return depth == 0 ? destination : scratch.AsSpan(depth * Block, destination.Length);
    }
}
