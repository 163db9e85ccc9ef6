using System.Buffers;

namespace GanCluster.Core.Sums;

/// <summary>Finishes the tree over the partial sums of all workers.</summary>
public static class TreeReduction
{
    /// <summary>Floats of a block: a block of each operand of a deep tree stays in the second-level cache.</summary>
    private const int Block = 4096;
    private const int InScratch = -1;

    /// <summary>
    /// Writes the root's sum of elements [offset, offset + destination.Length) with exactly the tree's additions.
    /// The nodes may come in any order and are not altered; <paramref name="destination"/> must not be part of any of them.
    /// </summary>
    /// <exception cref="InvalidOperationException">The nodes do not cover every replica exactly once.</exception>
    public static void Combine(ReductionTree tree, IReadOnlyList<PartialSum> nodes, int offset, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(nodes);
        var sorted = nodes.Select(node => node with { Node = tree.Promote(node.Node) })
            .OrderBy(node => tree.RangeOf(node.Node).First).ToArray();
        var merges = PlanMerges(tree, sorted, out var depth);
        var scratch = ArrayPool<float>.Shared.Rent(depth * Block);
        for (var start = 0; start < destination.Length; start += Block)
        {
            var length = Math.Min(Block, destination.Length - start);
            CombineBlock(sorted, merges, offset + start, destination.Slice(start, length), scratch);
        }

        ArrayPool<float>.Shared.Return(scratch);
    }

    /// <summary>How many additions follow the arrival of each node, and how many operands wait at most.</summary>
    private static int[] PlanMerges(ReductionTree tree, PartialSum[] sorted, out int depth)
    {
        var merges = new int[sorted.Length];
        var waiting = new Stack<TreeNode>();
        var next = 0;
        depth = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var node = sorted[i].Node;
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

        if (next < tree.Replicas)
        {
            throw new InvalidOperationException($"replicas {Between(next, tree.Replicas)} are missing from the sum");
        }

        return merges;
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

    /// <summary>
    /// Operands wait on a stack, as they are until their first addition and then in the scratch block of their depth;
    /// that of the lowest is the destination, where the root's sum ends.
    /// </summary>
    private static void CombineBlock(PartialSum[] sorted, int[] merges, int offset, Span<float> destination, float[] scratch)
    {
        var length = destination.Length;
        Span<int> stack = stackalloc int[64];
        var top = -1;
        for (var i = 0; i < sorted.Length; i++)
        {
            stack[++top] = i;
            for (var merge = 0; merge < merges[i]; merge++)
            {
                var right = Operand(stack[top], top, destination, scratch, sorted, offset);
                top--;
                var left = Operand(stack[top], top, destination, scratch, sorted, offset);
                FloatSums.Add(left, right, top == 0 ? destination : scratch.AsSpan(top * Block, length));
                stack[top] = InScratch;
            }
        }

        if (stack[0] != InScratch)
        {
            sorted[0].Values.Span.Slice(offset, length).CopyTo(destination);
        }
    }

    private static ReadOnlySpan<float> Operand(
        int entry, int depth, Span<float> destination, float[] scratch, PartialSum[] sorted, int offset)
    {
        if (entry != InScratch)
        {
            return sorted[entry].Values.Span.Slice(offset, destination.Length);
        }

        return depth == 0 ? destination : scratch.AsSpan(depth * Block, destination.Length);
    }
}
