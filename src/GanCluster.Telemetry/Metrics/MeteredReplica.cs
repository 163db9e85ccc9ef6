using System.Buffers;
using System.Diagnostics;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;

namespace GanCluster.Telemetry.Metrics;

/// <summary>A replica whose phases are timed and whose images are counted.</summary>
public sealed class MeteredReplica(
    IReplica inner, WorkerId worker, RunConfiguration configuration, GanClusterInstruments instruments) : IReplica
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
        var started = Stopwatch.GetTimestamp();
        inner.DiscriminatorGradient(step, j, replica, gradient);
        Ended(Phase.Discriminator, started);
        instruments.ImagesComputed(worker, configuration.Batch);
    }

    public void DiscriminatorStep(long step, int j, Memory<float> sum)
    {
        var started = Stopwatch.GetTimestamp();
        inner.DiscriminatorStep(step, j, sum);
        Ended(Phase.Optimizer, started);
    }

    public void GeneratorGradient(long step, int replica, Memory<float> gradient)
    {
        var started = Stopwatch.GetTimestamp();
        inner.GeneratorGradient(step, replica, gradient);
        Ended(Phase.Generator, started);
    }

    public void GeneratorStep(long step, Memory<float> sum)
    {
        var started = Stopwatch.GetTimestamp();
        inner.GeneratorStep(step, sum);
        Ended(Phase.Optimizer, started);
    }

    public Divergence? LocalSteps(StepSpan steps, int replica, Memory<float> state, Action stepDone)
    {
        var started = Stopwatch.GetTimestamp();
        var diverged = inner.LocalSteps(steps, replica, state, stepDone);
        Ended(Phase.LocalSteps, started);
        instruments.ImagesComputed(worker, (long)steps.Count * configuration.DSteps * configuration.Batch);
        return diverged;
    }

    public void Average(StepSpan steps, Memory<float> sum)
    {
        var started = Stopwatch.GetTimestamp();
        inner.Average(steps, sum);
        Ended(Phase.Average, started);
    }

    public bool IsFinite(NetworkKind network) => inner.IsFinite(network);

    public (ReadLog Reads, ReplicaStatistics Statistics) Report(int replica, int steps) => inner.Report(replica, steps);

    public Hash128 Hash()
    {
        var started = Stopwatch.GetTimestamp();
        var hash = inner.Hash();
        Ended(Phase.Hash, started);
        return hash;
    }

    public void Commit(long step)
    {
        var started = Stopwatch.GetTimestamp();
        inner.Commit(step);
        Ended(Phase.Commit, started);
    }

    public VersionSnapshot Snapshot() => inner.Snapshot();

    public void Load(VersionSnapshot snapshot) => inner.Load(snapshot);

    public void Dispose() => inner.Dispose();

    private void Ended(Phase phase, long started) => instruments.PhaseEnded(phase, Stopwatch.GetElapsedTime(started));
}
