using GanCluster.Cluster.Local;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;
using GanCluster.Node.Runs;
using GanCluster.Telemetry.Metrics;
using GanCluster.Training.Data;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Node.Training;

/// <summary>Trains in this process: a thread a worker, the exchange in memory.</summary>
internal sealed class LocalTraining : IRounds
{
    /// <summary>What a caller wants done otherwise.</summary>
    internal Func<RoundOptions, RoundOptions> Adjust { get; init; } = options => options;

    public RunOutcome Run(PreparedRun run, IRunObserver observer, CancellationToken stop)
    {
        var (request, start, instruments) = (run.Request, run.Start, run.Telemetry.Instruments);
        var workers = Enumerable.Range(1, request.Workers).Select(n => new WorkerId($"worker-{n}")).ToList();
        instruments.WorkersBegan(workers);
        var replicas = workers.ToDictionary(id => id, id => (Func<IReplica>)(() => new MeteredReplica(
            Replica(request, run.Data, start), id, request.Configuration, instruments)));
        using var cluster = new LocalCluster(
            request.Configuration,
            Adjust(Options(request)),
            start is null ? (0, 0, 1) : (start.Version.Step, start.VersionNumber, start.Round + 1),
            replicas,
            new MeteredExchange(new MemoryExchange(), instruments),
            observer,
            TimeProvider.System);
        using var stopped = stop.Register(() => cluster.Stop("a stop was asked for"));
        using var timer = run.Seconds is { } limit
            ? new Timer(
                _ => cluster.Stop($"{limit} seconds are over"), null, TimeSpan.FromSeconds(limit), Timeout.InfiniteTimeSpan)
            : null;
        return cluster.Run();
    }

    internal static RoundOptions Options(RunRequest request) => new()
    {
        Run = new RunId(request.Name),
        Sync = request.Configuration.Sync,
        SyncEvery = request.Configuration.SyncEvery,
        Replicas = request.Configuration.Replicas,
        TargetStep = request.TargetStep,
        EvaluateEverySteps = Steps(request.Configuration, request.Configuration.EvaluateEvery),
        CheckpointEverySteps = Steps(request.Configuration, request.Configuration.CheckpointEvery),
        ExpectedWorkers = request.Workers,

        // Threads of one process share its fate: what is silent for less than this is a busy machine.
        LeastDeadline = TimeSpan.FromSeconds(60),
    };

    private static long Steps(RunConfiguration configuration, long images) =>
        images == 0 ? 0 : RunLength.StepsFor(configuration, images);

    private static GanReplica Replica(RunRequest request, IDataSource data, ResumePoint? start)
    {
        set_num_threads(1);
        var replica = new GanReplica(
            request.Configuration, request.Parts.FamilyOf(request.Configuration), new DataReader(data), CPU);
        if (start is not null)
        {
            replica.Load(start.Version);
        }

        return replica;
    }
}
