using System.Buffers;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Training.Replicas;

/// <summary>A replica whose time is watched, in steps of <c>gradients</c>.</summary>
public sealed class TimedReplica(IReplica inner, StepPhases phases) : IReplica
{
    public long Step => inner.Step;

    public int Course => inner.Course;

    public int Every => inner.Every;

    public int NextEvery => inner.NextEvery;

    public VectorLengths Lengths => inner.Lengths;

    public IMemoryOwner<float> Rent(int length) => inner.Rent(length);

    public void Begin() => Else(inner.Begin);

    public void DiscriminatorGradient(long step, int j, int replica, Memory<float> gradient) =>
        phases.Compute(NetworkKind.Discriminator, () => inner.DiscriminatorGradient(step, j, replica, gradient));

    public void DiscriminatorStep(long step, int j, Memory<float> sum) =>
        phases.Optimize(() => inner.DiscriminatorStep(step, j, sum));

    public void GeneratorGradient(long step, int replica, Memory<float> gradient) =>
        phases.Compute(NetworkKind.Generator, () => inner.GeneratorGradient(step, replica, gradient));

    public void GeneratorStep(long step, Memory<float> sum) => phases.Optimize(() => inner.GeneratorStep(step, sum));

    public Divergence? LocalSteps(StepSpan steps, int replica, Memory<float> state, Action stepDone) =>
        inner.LocalSteps(steps, replica, state, stepDone);

    public void Average(StepSpan steps, Memory<float> sum) => inner.Average(steps, sum);

    public bool IsFinite(NetworkKind network) => phases.Else(() => inner.IsFinite(network));

    public (ReadLog Reads, ReplicaStatistics Statistics) Report(int replica, int steps) =>
        phases.Else(() => inner.Report(replica, steps));

    public Hash128 Hash() => phases.Else(inner.Hash);

    public void Commit(long step) => Else(() => inner.Commit(step));

    public VersionSnapshot Snapshot() => inner.Snapshot();

    public void Load(VersionSnapshot snapshot) => inner.Load(snapshot);

    public void Dispose() => inner.Dispose();

    private void Else(Action compute) => phases.Else(() =>
    {
        compute();
        return true;
    });
}
