using System.Buffers;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Tests.Local;

/// <summary>Wraps a worker's replica and lets the schedule's faults strike before the call.</summary>
internal sealed class FaultyReplica(IReplica inner, WorkerId worker, FaultSchedule faults) : IReplica
{
    public long Step => inner.Step;

    public int Course => inner.Course;

    public int Every => inner.Every;

    public int NextEvery => inner.NextEvery;

    public VectorLengths Lengths => inner.Lengths;

    public IMemoryOwner<float> Rent(int length) => inner.Rent(length);

    public void Begin() => inner.Begin();

    public void DiscriminatorGradient(long step, int j, int replica, Memory<float> gradient)
    {
        faults.Check(worker, step, Phase.GradientD);
        inner.DiscriminatorGradient(step, j, replica, gradient);
    }

    public void DiscriminatorStep(long step, int j, Memory<float> sum)
    {
        faults.Check(worker, step, Phase.StepD);
        inner.DiscriminatorStep(step, j, sum);
    }

    public void GeneratorGradient(long step, int replica, Memory<float> gradient)
    {
        faults.Check(worker, step, Phase.GradientG);
        inner.GeneratorGradient(step, replica, gradient);
    }

    public void GeneratorStep(long step, Memory<float> sum)
    {
        faults.Check(worker, step, Phase.StepG);
        inner.GeneratorStep(step, sum);
    }

    public Divergence? LocalSteps(StepSpan steps, int replica, Memory<float> state, Action stepDone) =>
        inner.LocalSteps(steps, replica, state, () =>
        {
            faults.Check(worker, steps.End, Phase.Local);
            stepDone();
        });

    public void Average(StepSpan steps, Memory<float> sum)
    {
        faults.Check(worker, steps.End, Phase.Average);
        inner.Average(steps, sum);
    }

    public bool IsFinite(NetworkKind network) => inner.IsFinite(network);

    public (ReadLog Reads, ReplicaStatistics Statistics) Report(int replica, int steps) => inner.Report(replica, steps);

    public Hash128 Hash()
    {
        faults.Check(worker, inner.Step, Phase.Hash);
        return inner.Hash();
    }

    public void Commit(long step)
    {
        faults.Check(worker, step, Phase.Commit);
        inner.Commit(step);
    }

    public VersionSnapshot Snapshot()
    {
        faults.Check(worker, inner.Step, Phase.Snapshot);
        return inner.Snapshot();
    }

    public void Load(VersionSnapshot snapshot)
    {
        faults.Check(worker, snapshot.Step, Phase.Load);
        inner.Load(snapshot);
    }

    public void Dispose() => inner.Dispose();
}
