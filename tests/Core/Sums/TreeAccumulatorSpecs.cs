using GanCluster.Core.Sums;

namespace GanCluster.Core.Tests.Sums;

public class TreeAccumulatorSpecs
{
    [Fact]
    public void A_range_becomes_its_cover()
    {
        var contributions = new Contributions(13, 5, seed: 1);
        for (var first = 0; first < 13; first++)
        {
            for (var count = 1; count <= 13 - first; count++)
            {
                var nodes = contributions.Accumulate(Enumerable.Range(first, count)).Select(sum => sum.Node);
                Assert.Equal(contributions.Tree.Cover(new ReplicaRange(first, count)), nodes);
            }
        }
    }

    [Fact]
    public void Every_vector_merged_away_is_released_once()
    {
        var released = new List<Memory<float>>();
        var accumulator = new TreeAccumulator(new ReductionTree(11), released.Add);
        var pushed = Enumerable.Range(0, 11).Select(_ => (Memory<float>)new float[3]).ToArray();
        for (var replica = 0; replica < 7; replica++)
        {
            accumulator.Push(TreeNode.Leaf(replica), pushed[replica]);
        }

        Assert.Equal([pushed[1], pushed[3], pushed[2], pushed[5]], released);

        accumulator.Clear();

        Assert.Equal([pushed[0], pushed[4], pushed[6]], released[4..]);
        Assert.Empty(accumulator.Nodes);
    }

    [Fact]
    public void Subtrees_may_be_pushed_too()
    {
        var accumulator = new TreeAccumulator(new ReductionTree(5), _ => { });
        accumulator.Push(new TreeNode(1, 0), new float[] { 1 });
        accumulator.Push(new TreeNode(1, 1), new float[] { 2 });
        accumulator.Push(TreeNode.Leaf(4), new float[] { 4 });

        var sum = Assert.Single(accumulator.Nodes);
        Assert.Equal(new TreeNode(3, 0), sum.Node);
        Assert.Equal([7f], sum.Values.ToArray());
    }

    [Fact]
    public void Nothing_may_come_out_of_order_twice_or_in_another_length()
    {
        var accumulator = new TreeAccumulator(new ReductionTree(8), _ => { });
        accumulator.Push(TreeNode.Leaf(3), new float[4]);

        Assert.Throws<InvalidOperationException>(() => accumulator.Push(TreeNode.Leaf(2), new float[4]));
        Assert.Throws<InvalidOperationException>(() => accumulator.Push(TreeNode.Leaf(3), new float[4]));
        Assert.Throws<InvalidOperationException>(() => accumulator.Push(new TreeNode(3, 0), new float[4]));
        Assert.Throws<ArgumentException>(() => accumulator.Push(TreeNode.Leaf(4), new float[5]));
        Assert.Throws<ArgumentException>(() => accumulator.Push(TreeNode.Leaf(8), new float[4]));
    }
}
