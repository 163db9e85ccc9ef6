using System.Buffers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Node.Throughput;

/// <summary>
/// One worker's round of <c>gradients</c> without what makes its bits the same for any number of workers and shows that they are:
/// the replicas' gradients are added as they come, into one vector, and the version is not hashed. All else is as in a round.
/// </summary>
internal sealed class PlainSteps(IReplica replica, RunConfiguration configuration) : IDisposable
{
    private readonly Network _discriminator =
        new(replica, NetworkKind.Discriminator, replica.Lengths.Discriminator, configuration.Replicas);
    private readonly Network _generator = new(replica, NetworkKind.Generator, replica.Lengths.Generator, configuration.Replicas);

    internal void Run(StepSpan steps)
    {
        replica.Begin();
        for (var step = steps.First; step < steps.End; step++)
        {
            var s = step;
            for (var j = 0; j < configuration.DSteps; j++)
            {
                var batch = j;
                _discriminator.Step(
                    (r, gradient) => replica.DiscriminatorGradient(s, batch, r, gradient),
                    sum => replica.DiscriminatorStep(s, batch, sum));
            }

            _generator.Step((r, gradient) => replica.GeneratorGradient(s, r, gradient), sum => replica.GeneratorStep(s, sum));
        }

        for (var r = 0; r < configuration.Replicas; r++)
        {
            replica.Report(r, steps.Count);
        }

        replica.Commit(steps.End);
    }

    public void Dispose()
    {
        _discriminator.Dispose();
        _generator.Dispose();
    }

    private sealed class Network(IReplica replica, NetworkKind kind, int length, int replicas) : IDisposable
    {
        private readonly IMemoryOwner<float> _sum = replica.Rent(length);
        private readonly IMemoryOwner<float> _next = replica.Rent(length);

        public void Step(Action<int, Memory<float>> gradient, Action<Memory<float>> step)
        {
            gradient(0, _sum.Memory);
            for (var r = 1; r < replicas; r++)
            {
                gradient(r, _next.Memory);
                FloatSums.Add(_sum.Memory.Span, _next.Memory.Span, _sum.Memory.Span);
            }

            var isFinite = Finite.Within(_sum.Memory.Span, Finite.LargestGradient);
            step(_sum.Memory);
            if (!isFinite || !replica.IsFinite(kind))
            {
                throw new InvalidOperationException($"{kind}'s numbers ended");
            }
        }

        public void Dispose()
        {
            _sum.Dispose();
            _next.Dispose();
        }
    }
}
