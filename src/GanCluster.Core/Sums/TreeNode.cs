namespace GanCluster.Core.Sums;

/// <summary>A subtree: replicas [Index * 2^Level, (Index + 1) * 2^Level), as far as they exist.</summary>
public readonly record struct TreeNode(int Level, int Index)
{
    public static TreeNode Leaf(int replica) => new(0, replica);

    internal TreeNode Parent => new(Level + 1, Index >> 1);

    internal bool IsLeftSiblingOf(TreeNode other) =>
        Level == other.Level && (Index & 1) == 0 && other.Index == Index + 1;
}

/// <summary>The sum of a subtree's contributions, added in the tree's order.</summary>
public readonly record struct PartialSum(TreeNode Node, ReadOnlyMemory<float> Values);
