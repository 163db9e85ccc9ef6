using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Hosting;
using GanCluster.Cluster.Nodes;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Tests.Workers;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;

namespace GanCluster.Cluster.Tests.Local;

/// <summary>A run of 40 steps in this process, over fake replicas; rounds end at multiples of 5.</summary>
internal sealed record LocalRun(SyncMode Sync, int Replicas, int Workers)
{
    public const long Steps = 40;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public SamplePlan Plan { get; } = new(Replicas, batch: 3, discriminatorSteps: 2);

    public FaultSchedule Faults { get; init; } = new();

    public RecordingObserver Observer { get; } = new();

    public NodeHealth Health { get; } = new();

    public Func<RoundOptions, RoundOptions> Change { get; init; } = options => options;

    /// <summary>Called with the node once it has started.</summary>
    public Action<LocalNode> Started { get; init; } = _ => { };

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Workers whose replica can't be made.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];

    /// <summary>What keeps the node from beginning; null: nothing.</summary>
    public string? Unable { get; init; }

    /// <summary>What Akka.NET had to say.</summary>
    public List<string> Notes { get; } = [];

    public Hash128 Hash => Observer.Rounds[^1].Reports[0].Hash;

    /// <summary>Of one worker's run without a fault.</summary>
    public static Hash128 Quiet(SyncMode sync, int replicas)
    {
        var run = new LocalRun(sync, replicas, Workers: 1);
        run.RunToTheEnd();
        return run.Hash;
    }

    public RunOutcome Run() => RunHere().GetAwaiter().GetResult();

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
        Assert.Empty(Notes);
        return outcome;
    }

    private async Task<RunOutcome> RunHere()
    {
        var plane = new MemoryPlane();
        await using var node = await LocalNode.Start(Coordinator(plane), Worker(plane), Health, Note).WaitAsync(Deadline);
        Started(node);
        return await node.Outcome.WaitAsync(Deadline);
    }

    private CoordinatorSettings Coordinator(IDataPlane plane) => new()
    {
        Options = Change(new RoundOptions
        {
            Run = new RunId("run"),
            Sync = Sync,
            SyncEvery = 5,
            Replicas = Replicas,
            TargetStep = Steps,
            EvaluateEverySteps = 5,
            ExpectedWorkers = Workers,
        }),
        Configuration = new RunConfiguration
        {
            Family = "mixture", Data = "ring8", Replicas = Replicas, Sync = Sync, SyncEvery = 5, DSteps = 2, Batch = 3,
        },
        DataSha256 = Task.FromResult(""),
        Kernels = "whole numbers",
        Data = plane,
        Observer = Observer,
        Secret = [],
        Completion = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously),
        Note = _ => { },
        Time = Time,
    };

    private WorkerNodeSettings Worker(IDataPlane plane) => new()
    {
        Engine = new FakeLocalEngine(plane, Create, Unable), Workers = Workers, Secret = [], Note = _ => { }, Time = Time,
    };

    private void Note(string line)
    {
        lock (Notes)
        {
            Notes.Add(line);
        }
    }

    private FaultyReplica Create(WorkerId id) => Broken.Contains(id.Value)
        ? throw new InvalidOperationException("no data")
        : new FaultyReplica(new FakeReplica(Plan), id, Faults);

    private sealed class FakeLocalEngine(IDataPlane plane, Func<WorkerId, IReplica> create, string? unable) : INodeEngine
    {
        public string Kernels => "whole numbers";

        public string DataSha256 => "";

        public void Prepare(RunConfiguration configuration)
        {
            if (unable is not null)
            {
                throw new InvalidOperationException(unable);
            }
        }

        public IReplica CreateReplica(RunConfiguration configuration, WorkerId worker, int index) => create(worker);

        public IDataPlane Listen(string run, byte[] key) => plane;
    }
}
