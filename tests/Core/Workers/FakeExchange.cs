using System.Collections.Immutable;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Core.Tests.Workers;

/// <summary>Stands for all other participants: their replicas' vectors are zeros. Its sums are written to the
/// calls given.</summary>
internal sealed class FakeExchange(List<string> calls) : IParameterExchange
{
    /// <summary>The next sum breaks.</summary>
    public bool BreakNext { get; set; }

    /// <summary>Called in every sum with what the caller gave as its sign of life.</summary>
    public Action<Action> Waiting { get; set; } = _ => { };

    public IExchangeSession Join(AttemptId id, WorkerId self, ImmutableArray<WorkerId> participants) => new Session(this, id);

    /// <summary>From any thread.</summary>
    public void Break(AttemptId id, string reason)
    {
        lock (calls)
        {
            calls.Add($"break {id.Round}.{id.Attempt}");
        }
    }

    /// <summary>What the others' vectors change in the sum.</summary>
    public Action<Memory<float>> Add { get; set; } = _ => { };

    private void Sum(AttemptId id, ReductionTree tree, IReadOnlyList<PartialSum> nodes, Memory<float> sum, Action waiting)
    {
        calls.Add($"sum {sum.Length}");
        Waiting(waiting);
        if (BreakNext)
        {
            BreakNext = false;
            throw new ExchangeBrokenException(id, "a participant is gone");
        }

        var covered = nodes.SelectMany(n => Enumerable.Range(tree.RangeOf(n.Node).First, tree.RangeOf(n.Node).Count));
        var others = Enumerable.Range(0, tree.Replicas).Except(covered)
            .Select(replica => new PartialSum(TreeNode.Leaf(replica), new float[sum.Length]));
        TreeReduction.Combine(tree, [.. nodes, .. others], 0, sum.Span);
        Add(sum);
    }

    private sealed class Session(FakeExchange exchange, AttemptId id) : IExchangeSession
    {
        public void Sum(ReductionTree tree, IReadOnlyList<PartialSum> nodes, Memory<float> sum, Action waiting) =>
            exchange.Sum(id, tree, nodes, sum, waiting);

        public void Dispose()
        {
        }
    }
}
