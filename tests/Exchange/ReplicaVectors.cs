using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Tests;

/// <summary>A vector for each replica, of magnitudes so different that the sum's bits depend on the order of addition.</summary>
internal sealed class ReplicaVectors
{
    private readonly float[][] _vectors;
    private readonly int _length;

    public ReplicaVectors(int replicas, int length, int seed, int rounded = 0)
    {
        var random = new Random(seed);
        Tree = new ReductionTree(replicas, rounded);
        _length = length;
        _vectors = [.. Enumerable.Range(0, replicas).Select(_ => Enumerable.Range(0, length)
            .Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-4, 5)))).ToArray())];
    }

    public ReductionTree Tree { get; }

    /// <summary>The sum that one worker with all replicas would make.</summary>
    public float[] Expected()
    {
        var sum = new float[_length];
        TreeReduction.Combine(Tree, Nodes(0, 1), 0, sum);
        return sum;
    }

    /// <summary>Single replicas' vectors.</summary>
    public PartialSum[] Leaves(params int[] replicas) =>
        [.. replicas.Select(r => new PartialSum(TreeNode.Leaf(r), _vectors[r]))];

    /// <summary>The sum of a replica and its right sibling.</summary>
    public PartialSum Pair(int replica) => new(
        new TreeNode(1, replica / 2), _vectors[replica].Zip(_vectors[replica + 1], (left, right) => left + right).ToArray());

    /// <summary>The nodes of one of <paramref name="workers"/> workers with contiguous shares.</summary>
    public IReadOnlyList<PartialSum> Nodes(int rank, int workers, float factor = 1)
    {
        var (first, end) = (_vectors.Length * rank / workers, _vectors.Length * (rank + 1) / workers);
        var accumulator = new TreeAccumulator(Tree, _ => { });
        for (var replica = first; replica < end; replica++)
        {
            accumulator.Push(TreeNode.Leaf(replica), _vectors[replica].Select(x => x * factor).ToArray());
        }

        return [.. accumulator.Nodes];
    }

    public float[] SumOf(IExchangeSession session, int rank, int workers, Action waiting, float factor = 1)
    {
        var sum = new float[_length];
        session.Sum(Tree, Nodes(rank, workers, factor), sum, waiting);
        return sum;
    }
}
