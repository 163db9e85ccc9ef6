using System.Buffers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;

namespace GanCluster.Core.Workers;

/// <summary>
/// A round in <c>gradients</c>: at every step D's gradients are summed over the tree and D steps, then G's and G steps; every
/// participant holds the same weights after each. What is not finite is seen by all of them at the same sum, before the optimizer
/// steps, or at the same weights after it.
/// </summary>
internal sealed class StepLoop(IReplica replica, ReductionTree tree, int discriminatorSteps, Func<TimeSpan> clock) : IDisposable
{
    private readonly GradientSum _discriminator = new(replica, tree, replica.Lengths.Discriminator);
    private readonly GradientSum _generator = new(replica, tree, replica.Lengths.Generator);

    public (double Seconds, long ReplicaSteps) Run(RoundAssignment assignment, IExchangeSession session, Pulse pulse)
    {
        replica.Begin();
        var computing = TimeSpan.Zero;
        for (var step = assignment.Steps.First; step < assignment.Steps.End; step++)
        {
            var s = step;
            for (var j = 0; j < discriminatorSteps; j++)
            {
                var batch = j;
                computing += Timed(() => _discriminator.Compute(
                    assignment.Ranges, (r, gradient) => replica.DiscriminatorGradient(s, batch, r, gradient)));
                var sum = _discriminator.Exchange(session, pulse.Beat);
                DivergedException.ThrowUnlessGradient(step, NetworkKind.Discriminator, sum.Span);
                computing += Timed(() => replica.DiscriminatorStep(s, batch, sum));
                DivergedException.ThrowUnlessWeights(step, NetworkKind.Discriminator, replica);
            }

            computing += Timed(() => _generator.Compute(
                assignment.Ranges, (r, gradient) => replica.GeneratorGradient(s, r, gradient)));
            var generatorSum = _generator.Exchange(session, pulse.Beat);
            DivergedException.ThrowUnlessGradient(step, NetworkKind.Generator, generatorSum.Span);
            computing += Timed(() => replica.GeneratorStep(s, generatorSum));
            DivergedException.ThrowUnlessWeights(step, NetworkKind.Generator, replica);
            pulse.Step();
        }

        return (computing.TotalSeconds, (long)assignment.Steps.Count * assignment.Ranges.Sum(r => r.Count));
    }

    public void Dispose()
    {
        _discriminator.Dispose();
        _generator.Dispose();
    }

    private TimeSpan Timed(Action action)
    {
        var started = clock();
        action();
        return clock() - started;
    }

    /// <summary>One network's gradients: computed replica by replica, summed like a binary counter, exchanged.</summary>
    private sealed class GradientSum(IReplica replica, ReductionTree tree, int length) : IDisposable
    {
        private readonly VectorPool _pool = new(replica, length);
        private readonly IMemoryOwner<float> _sum = replica.Rent(length);
        private TreeAccumulator? _accumulator;

        public void Compute(IEnumerable<ReplicaRange> ranges, Action<int, Memory<float>> gradient)
        {
            _accumulator ??= new TreeAccumulator(tree, _pool.Return);
            _accumulator.Clear();
            foreach (var range in ranges)
            {
                for (var r = range.First; r < range.End; r++)
                {
                    var vector = _pool.Take();
                    gradient(r, vector);
                    _accumulator.Push(TreeNode.Leaf(r), vector);
                }
            }
        }

        public Memory<float> Exchange(IExchangeSession session, Action waiting)
        {
            session.Sum(tree, [.. _accumulator!.Nodes], _sum.Memory, waiting);
            return _sum.Memory;
        }

        public void Dispose()
        {
            _pool.Dispose();
            _sum.Dispose();
        }
    }
}
