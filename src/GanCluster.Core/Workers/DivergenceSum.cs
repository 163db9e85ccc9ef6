using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;

namespace GanCluster.Core.Workers;

/// <summary>
/// Where the replicas of a round in <c>parameters</c> diverged, told to all participants by one more sum: a place of its own for
/// each replica, so that everybody learns of all, and all name the same one.
/// </summary>
internal static class DivergenceSum
{
    /// <summary>The steps made before, plus one, and which of a step's four tests failed. Whole numbers, exact in a
    /// float.</summary>
    private const int Places = 2;

    /// <returns>The least by step, network and replica; null if no replica diverged.</returns>
    /// <param name="own">Null where the replica's state is finite.</param>
    public static Divergence? Exchange(
        IExchangeSession session,
        ReductionTree tree,
        StepSpan steps,
        IEnumerable<(int Replica, Divergence? Where)> own,
        Action waiting)
    {
        var length = Places * tree.Replicas;
        var sum = new float[length];
        session.Sum(tree, [.. own.Select(o => new PartialSum(TreeNode.Leaf(o.Replica), Row(o.Replica, o.Where)))], sum, waiting);
        return Enumerable.Range(0, tree.Replicas).Where(r => sum[Places * r] > 0).Select(r => Read(r))
            .OrderBy(d => d.Step).ThenBy(d => d.Network).ThenBy(d => d.Replica)
            .Select(d => (Divergence?)d).FirstOrDefault();

        Memory<float> Row(int replica, Divergence? where)
        {
            var row = new float[length];
            if (where is { } diverged)
            {
                row[Places * replica] = diverged.Step - steps.First + 1;
                row[(Places * replica) + 1] = (2 * (int)diverged.Network) + (int)diverged.Part;
            }

            return row;
        }

        Divergence Read(int replica)
        {
            var test = (int)sum[(Places * replica) + 1];
            return new Divergence(
                steps.First + (long)sum[Places * replica] - 1, (NetworkKind)(test / 2), (DivergedPart)(test % 2), replica);
        }
    }
}
