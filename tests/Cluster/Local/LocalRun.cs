using GanCluster.Cluster.Local;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Tests.Workers;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;

namespace GanCluster.Cluster.Tests.Local;

/// <summary>A run of 40 steps over fake replicas; rounds end at multiples of 5.</summary>
internal sealed record LocalRun(SyncMode Sync, int Replicas, int Workers)
{
    public const long Steps = 40;

    public SamplePlan Plan { get; } = new(Replicas, batch: 3, discriminatorSteps: 2);

    public FaultSchedule Faults { get; init; } = new();

    public RecordingObserver Observer { get; } = new();

    public Func<RoundOptions, RoundOptions> Change { get; init; } = options => options;

    /// <summary>Called with the cluster before it runs.</summary>
    public Action<LocalCluster> Before { get; init; } = _ => { };

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Workers whose replica can't be made.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];

    public Hash128 Hash => Observer.Rounds[^1].Reports[0].Hash;

    public RunOutcome Run()
    {
        var configuration = new RunConfiguration
        {
            Family = "fake", Data = "none", Replicas = Replicas, Sync = Sync, SyncEvery = 5, DSteps = Plan.DiscriminatorSteps,
        };
        var options = Change(new RoundOptions
        {
            Run = new RunId("run"),
            Sync = Sync,
            SyncEvery = configuration.SyncEvery,
            Replicas = Replicas,
            TargetStep = Steps,
            EvaluateEverySteps = 5,
            ExpectedWorkers = Workers,
        });
        var replicas = Enumerable.Range(1, Workers).Select(n => new WorkerId($"w{n}"))
            .ToDictionary(id => id, id => (Func<IReplica>)(() => Create(id)));
        using var cluster = new LocalCluster(
            configuration, options, (0, 0, 1), replicas, new MemoryExchange(), Observer, Time);
        Before(cluster);
        return cluster.Run();
    }

    /// <summary>Runs, and checks what holds for every run that ends well, whatever its faults.</summary>
    public RunOutcome RunToTheEnd()
    {
        var outcome = Run();
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Equal("all 40 steps are committed", outcome.Reason);
        Assert.Equal(0, Faults.Left);
        var audit = Observer.Audit(Plan, Steps);
        Assert.Equal((audit.Planned, 0, 0, 0), (audit.Read, audit.Lost, audit.Repeated, audit.Unplanned));
        Assert.Empty(audit.Reasons);
        return outcome;
    }

    private FaultyReplica Create(WorkerId id) => Broken.Contains(id.Value)
        ? throw new InvalidOperationException("no data")
        : new FaultyReplica(new FakeReplica(Plan), id, Faults);
}
