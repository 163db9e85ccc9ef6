using System.Numerics;
using GanCluster.Core.Sums;

namespace GanCluster.Core.Tests.Sums;

public class ReductionTreeSpecs
{
    [Fact]
    public void Covers_are_disjoint_ascending_maximal_and_small()
    {
        for (var replicas = 1; replicas <= 33; replicas++)
        {
            var tree = new ReductionTree(replicas);
            foreach (var range in RangesWithin(replicas))
            {
                var cover = tree.Cover(range);
                var covered = cover.Select(tree.RangeOf).SelectMany(part => Enumerable.Range(part.First, part.Count));
                Assert.Equal(Enumerable.Range(range.First, range.Count), covered);
                Assert.InRange(cover.Count, 1, Math.Max(1, 2 * BitOperations.Log2((uint)replicas)));
                Assert.All(cover, node => Assert.True(node == tree.Root || !IsWithin(tree.RangeOf(ParentOf(node)), range)));
            }
        }
    }

    [Fact]
    public void The_root_covers_every_replica()
    {
        Assert.Equal(new TreeNode(0, 0), new ReductionTree(1).Root);
        Assert.Equal(new TreeNode(2, 0), new ReductionTree(3).Root);
        Assert.Equal(new TreeNode(3, 0), new ReductionTree(8).Root);
        Assert.Equal([new ReductionTree(9).Root], new ReductionTree(9).Cover(new ReplicaRange(0, 9)));
    }

    [Fact]
    public void A_left_child_without_a_sibling_goes_by_its_ancestors_name()
    {
        Assert.Equal([new TreeNode(2, 1)], new ReductionTree(5).Cover(new ReplicaRange(4, 1)));
    }

    [Fact]
    public void What_is_not_in_the_tree_is_refused()
    {
        var tree = new ReductionTree(5);

        Assert.Throws<ArgumentOutOfRangeException>(() => new ReductionTree(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Cover(new ReplicaRange(3, 3)));
        Assert.Throws<ArgumentException>(() => tree.RangeOf(new TreeNode(0, 5)));
        Assert.Throws<ArgumentException>(() => tree.RangeOf(new TreeNode(4, 0)));
        Assert.Throws<ArgumentException>(() => tree.RangeOf(new TreeNode(-1, 0)));
        Assert.Throws<ArgumentException>(() => tree.RangeOf(new TreeNode(0, -1)));
        Assert.Throws<ArgumentException>(() => tree.RangeOf(new TreeNode(3, 1 << 29)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReductionTree((1 << 30) + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplicaRange(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplicaRange(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplicaRange(1, int.MaxValue));
    }

    [Fact]
    public void A_range_contains_its_first_to_its_last()
    {
        var range = new ReplicaRange(3, 2);

        Assert.Equal([3, 4], Enumerable.Range(0, 8).Where(range.Contains));
        Assert.Equal(("3..4", "3"), (range.ToString(), new ReplicaRange(3, 1).ToString()));
    }

    private static IEnumerable<ReplicaRange> RangesWithin(int replicas) =>
        from first in Enumerable.Range(0, replicas)
        from count in Enumerable.Range(1, replicas - first)
        select new ReplicaRange(first, count);

    private static TreeNode ParentOf(TreeNode node) => new(node.Level + 1, node.Index / 2);

    private static bool IsWithin(ReplicaRange inner, ReplicaRange outer) => inner.First >= outer.First && inner.End <= outer.End;
}
