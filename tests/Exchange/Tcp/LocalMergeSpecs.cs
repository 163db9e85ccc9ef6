using System.Collections.Concurrent;
using GanCluster.Core.Sums;
using GanCluster.Exchange.Tcp;

namespace GanCluster.Exchange.Tests.Tcp;

public class LocalMergeSpecs
{
    private readonly ConcurrentDictionary<(int Place, int Length), Memory<float>> _buffers = new();

    [Fact]
    public void What_a_nodes_workers_cover_together_is_merged_and_the_rest_passed_on()
    {
        // Replicas 1, 2 to 3, 4, 5, 8 and 9 of 11: apart from 2 to 3 each alone.
        var vectors = new ReplicaVectors(11, 50, seed: 1);
        var parts = vectors.Leaves(9, 4, 1, 5, 8).Append(vectors.Pair(2)).ToArray();

        var sums = Merged(vectors, parts, 50);

        Assert.Equal(
            [TreeNode.Leaf(1), new TreeNode(1, 1), new TreeNode(1, 2), new TreeNode(1, 4)],
            sums.Select(s => s.Node));
        Assert.Equal(vectors.Leaves(1)[0].Values, sums[0].Values);
        Assert.Equal(parts[^1].Values, sums[1].Values);
        Assert.Equal(vectors.Pair(4).Values.ToArray(), sums[2].Values.ToArray());
        Assert.Equal(vectors.Pair(8).Values.ToArray(), sums[3].Values.ToArray());
    }

    [Fact]
    public void A_plan_serves_the_same_parts_at_any_length_and_no_others()
    {
        var (vectors, longer, more) =
            (new ReplicaVectors(5, 20, seed: 2), new ReplicaVectors(5, 90, seed: 3), new ReplicaVectors(6, 20, seed: 4));
        var plan = LocalMerge.For(null, vectors.Tree, vectors.Leaves(0, 1), _buffers);

        Assert.Same(plan, LocalMerge.For(plan, longer.Tree, longer.Leaves(0, 1), _buffers));
        Assert.NotSame(plan, LocalMerge.For(plan, vectors.Tree, vectors.Leaves(2, 3), _buffers));
        Assert.NotSame(plan, LocalMerge.For(plan, vectors.Tree, vectors.Leaves(1, 0), _buffers));
        Assert.NotSame(plan, LocalMerge.For(plan, more.Tree, more.Leaves(0, 1), _buffers));
        Assert.Equal(longer.Pair(0).Values.ToArray(), Assert.Single(Merged(longer, longer.Leaves(0, 1), 90)).Values.ToArray());
    }

    private PartialSum[] Merged(ReplicaVectors vectors, PartialSum[] parts, int length)
    {
        var merge = LocalMerge.For(null, vectors.Tree, parts, _buffers);
        foreach (var share in Segments.Split(length, 2))
        {
            merge.Run(parts, length, share);
        }

        return merge.Sums(parts, length);
    }
}
