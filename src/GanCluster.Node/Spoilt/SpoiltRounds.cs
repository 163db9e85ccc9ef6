using System.Globalization;
using GanCluster.Core.Health;
using GanCluster.Core.Health.Recorded;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Replicas;

namespace GanCluster.Node.Spoilt;

/// <summary>Computes a spoilt run round by round, checks it after each, and goes back where its health says so.</summary>
/// <param name="measures">Of a version that a phase made.</param>
internal sealed class SpoiltRounds(
    SpoiltPlan plan, SpoiltPhase sound, SpoiltPhase spoilt,
    Func<VersionSnapshot, SpoiltPhase, IEnumerable<(string Name, double Value)>> measures,
    ProgressLine progress, TimeProvider time)
{
    private static readonly WorkerId Worker = new("worker-1");

    /// <summary>The newest; null: the run's first, before it is made.</summary>
    private VersionSnapshot? _version;

    /// <summary>What a roll-back goes to.</summary>
    private VersionSnapshot? _healthy;

    internal SpoiltRun Run(SpoiltRun run, CancellationToken stop)
    {
        while (run.End is null && plan.From(_version?.Step ?? 0, run.Course) is { } stretch)
        {
            run = Train(stretch, run, stop);
        }

        return run;
    }

    /// <summary>To the stretch's end, or to where the run's health acts.</summary>
    private SpoiltRun Train(SpoiltStretch stretch, SpoiltRun run, CancellationToken stop)
    {
        var (phase, began) = (stretch.IsSpoilt ? spoilt : sound, time.GetTimestamp());
        using var replica = new GatedReplica(new GanReplica(
            phase.Configuration, phase.Family, new DataReader(phase.Source), DeviceMemory.Of(DeviceKind.Cpu)));
        if (_version is not null)
        {
            replica.Load(_version);
        }

        _healthy ??= replica.Snapshot();
        using var worker = new RoundWorker(
            Worker, replica, new MemoryExchange(), phase.Configuration, () => time.GetElapsedTime(began));
        foreach (var span in stretch.Spans)
        {
            stop.ThrowIfCancellationRequested();
            var (step, id) = (span.Steps.End, new AttemptId(new RunId("spoilt"), Term: 1, span.Number, Attempt: 1));
            ReplicaRange all = new(0, phase.Configuration.Replicas);
            var end = worker.Run(
                new RoundAssignment(id, span.Number - 1, span.Steps, [all], [Worker], Course: run.Course), _ => { });
            if (end is NotFinite diverged)
            {
                var (ended, action) = run.Diverged(step, diverged.Where.ToString());
                return Act(action, ended, step);
            }

            var combined = (Combined)end!;
            worker.Commit(new Committed(id, span.Number, step, combined.Hash));
            _version = replica.Snapshot();
            var decided = run.Decide(step);
            if (decided is HealthAction.RollBack)
            {
                return Act(decided, run, step);
            }

            run = run.With(HealthCheck.Of(
                step, [.. measures(_version, phase), .. Losses(ReplicaStatistics.Mean(combined.Statistics))]));
            progress.Report(() => string.Create(CultureInfo.InvariantCulture, $"course {run.Course}, step {step}"));
            if (run.Health.Checks.HealthyStep == step)
            {
                _healthy = _version;
            }

            if (decided is not null)
            {
                return Act(decided, run, step);
            }
        }

        return run;
    }

    private SpoiltRun Act(HealthAction action, SpoiltRun run, long step)
    {
        switch (action)
        {
            case HealthAction.RollBack back:
                run = run.RolledBack(back, step);
                _version = _healthy! with { Course = run.Course };
                return run;
            case HealthAction.Stop end:
                return run with { End = end };
            default:
                throw new InvalidOperationException($"every check is judged at once: {action.Reason}");
        }
    }

    private static IEnumerable<(string Name, double Value)> Losses(ReplicaStatistics mean) =>
    [
        (HealthCheck.LossD, mean.LossD),
        (HealthCheck.LossG, mean.LossG),
        (HealthCheck.ScoreReal, mean.ScoreReal),
        (HealthCheck.ScoreFake, mean.ScoreFake),
    ];
}
