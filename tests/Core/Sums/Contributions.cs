using GanCluster.Core.Sums;

namespace GanCluster.Core.Tests.Sums;

/// <summary>Vectors of R replicas whose sum depends on the order of addition, and what workers would make of them.</summary>
internal sealed class Contributions(int replicas, int length, int seed, int rounded = 0)
{
    private readonly float[][] _vectors = Draw(replicas, length, new Random(seed));

    public ReductionTree Tree { get; } = new(replicas, rounded);

    /// <summary>The tree's definition, written as such.</summary>
    public float[] Expected() => Sum(Tree.Root.Level, 0);

    public float[] AddedFromLeftToRight() =>
        [.. Enumerable.Range(0, length).Select(i => _vectors.Aggregate(0f, (sum, vector) => sum + vector[i]))];

    /// <summary>The partial sums of a worker that owns these replicas.</summary>
    public PartialSum[] Accumulate(IEnumerable<int> owned, Action<Memory<float>>? release = null)
    {
        var accumulator = new TreeAccumulator(Tree, release ?? (_ => { }));
        foreach (var replica in owned)
        {
            accumulator.Push(TreeNode.Leaf(replica), (float[])_vectors[replica].Clone());
        }

        return [.. accumulator.Nodes];
    }

    public float[] Combine(IReadOnlyList<PartialSum> nodes)
    {
        var sum = new float[length];
        TreeReduction.Combine(Tree, nodes, 0, sum);
        return sum;
    }

    private float[] Sum(int level, int index)
    {
        if (level == 0)
        {
            return Rounded(_vectors[index]);
        }

        var left = Sum(level - 1, 2 * index);
        if (((2 * index) + 1) << (level - 1) >= replicas)
        {
            return left;
        }

        return Rounded([.. left.Zip(Sum(level - 1, (2 * index) + 1), (a, b) => a + b)]);
    }

    private float[] Rounded(float[] exact)
    {
        float[] values = [.. exact];
        EightBits.Round(values.AsSpan(0, Math.Min(rounded, length)), place: 0);
        return values;
    }

    private static float[][] Draw(int replicas, int length, Random random) =>
        [.. Enumerable.Range(0, replicas).Select(_ => Enumerable.Range(0, length)
            .Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-4, 5)))).ToArray())];
}
