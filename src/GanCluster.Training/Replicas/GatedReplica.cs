using System.Buffers;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.Training.Libtorch;

namespace GanCluster.Training.Replicas;

/// <summary>A replica that computes within <see cref="FinalizerGate"/>, a step's part at a time.</summary>
public sealed class GatedReplica(IReplica inner) : IReplica
{
    public long Step => inner.Step;

    public int Course => inner.Course;

    public int Every => inner.Every;

    public int NextEvery => inner.NextEvery;

    public VectorLengths Lengths => inner.Lengths;

    public IMemoryOwner<float> Rent(int length) => inner.Rent(length);

    public void Begin()
    {
        using var gate = FinalizerGate.Enter();
        inner.Begin();
    }

    public void DiscriminatorGradient(long step, int j, int replica, Memory<float> gradient)
    {
        using var gate = FinalizerGate.Enter();
        inner.DiscriminatorGradient(step, j, replica, gradient);
    }

    public void DiscriminatorStep(long step, int j, Memory<float> sum)
    {
        using var gate = FinalizerGate.Enter();
        inner.DiscriminatorStep(step, j, sum);
    }

    public void GeneratorGradient(long step, int replica, Memory<float> gradient)
    {
        using var gate = FinalizerGate.Enter();
        inner.GeneratorGradient(step, replica, gradient);
    }

    public void GeneratorStep(long step, Memory<float> sum)
    {
        using var gate = FinalizerGate.Enter();
        inner.GeneratorStep(step, sum);
    }

    public Divergence? LocalSteps(StepSpan steps, int replica, Memory<float> state, Action stepDone)
    {
        var gate = FinalizerGate.Enter();
        try
        {
            return inner.LocalSteps(steps, replica, state, () =>
            {
                gate.Dispose();
                try
                {
                    stepDone();
                }
                finally
                {
                    gate = FinalizerGate.Enter();
                }
            });
        }
        finally
        {
            gate.Dispose();
        }
    }

    public void Average(StepSpan steps, Memory<float> sum)
    {
        using var gate = FinalizerGate.Enter();
        inner.Average(steps, sum);
    }

    public bool IsFinite(NetworkKind network)
    {
        using var gate = FinalizerGate.Enter();
        return inner.IsFinite(network);
    }

    public (ReadLog Reads, ReplicaStatistics Statistics) Report(int replica, int steps)
    {
        using var gate = FinalizerGate.Enter();
        return inner.Report(replica, steps);
    }

    public Hash128 Hash()
    {
        using var gate = FinalizerGate.Enter();
        return inner.Hash();
    }

    public void Commit(long step)
    {
        using var gate = FinalizerGate.Enter();
        inner.Commit(step);
    }

    public VersionSnapshot Snapshot()
    {
        using var gate = FinalizerGate.Enter();
        return inner.Snapshot();
    }

    public void Load(VersionSnapshot snapshot)
    {
        using var gate = FinalizerGate.Enter();
        inner.Load(snapshot);
    }

    public void Dispose() => inner.Dispose();
}
