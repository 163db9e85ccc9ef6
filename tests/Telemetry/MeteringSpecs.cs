using System.Collections.Concurrent;
using System.Collections.Immutable;
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
using GanCluster.Telemetry.Metrics;

namespace GanCluster.Telemetry.Tests;

public class MeteringSpecs
{
    private const int Steps = 20;
    private const int Workers = 2;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly SamplePlan Plan = new(replicas: 4, batch: 3, discriminatorSteps: 2);

    [Theory]
    [InlineData(SyncMode.Gradients)]
    [InlineData(SyncMode.Parameters)]
    public async Task A_metered_run_has_the_bits_of_a_plain_one_and_every_image_is_counted(SyncMode sync)
    {
        await using var node = Scrape.Start();
        node.Instruments.RunBegan(Examples.Facts, Examples.Begun, expected: 2);

        var plain = await Run(sync, null);
        var metered = await Run(sync, node.Instruments);

        Assert.Equal(plain, metered);
        var samples = await node.Samples();
        Assert.Equal(Steps, samples["gancluster_steps_total"]);
        Assert.Equal(Steps * 4 * 3 * 2, samples["gancluster_images_total"]);
        Assert.Equal(
            Steps * 4 * 3 * 2,
            samples.Where(s => s.Key.StartsWith("gancluster_worker_images_total", StringComparison.Ordinal)).Sum(s => s.Value));
        var rounds = samples["gancluster_rounds_total{outcome=\"committed\"}"];
        var counts = samples.Where(s => s.Key.StartsWith("gancluster_phase_duration_seconds_count", StringComparison.Ordinal))
            .ToDictionary(s => s.Key.Split('"')[1], s => s.Value);
        Assert.Equal(
            sync == SyncMode.Gradients
                ? new Dictionary<string, double>
                {
                    ["discriminator"] = Steps * 4 * 2,
                    ["generator"] = Steps * 4,
                    ["optimizer"] = Steps * 3 * Workers,
                    ["exchange"] = Steps * 3 * Workers,
                    ["hash"] = rounds * Workers,
                    ["commit"] = rounds * Workers,
                }
                : new Dictionary<string, double>
                {
                    ["local_steps"] = rounds * 4,
                    ["average"] = rounds * Workers,
                    ["exchange"] = rounds * Workers,
                    ["hash"] = rounds * Workers,
                    ["commit"] = rounds * Workers,
                },
            counts);
    }

    private static async Task<Hash128> Run(SyncMode sync, GanClusterInstruments? instruments)
    {
        var configuration = Examples.Configuration with { Batch = 3, Sync = sync, SyncEvery = 5 };
        var plane = new MemoryPlane();
        IDataPlane data = instruments is null ? plane : new MeteredDataPlane(plane, instruments);
        var last = new Last();
        var coordinator = new CoordinatorSettings
        {
            Options = new RoundOptions
            {
                Run = new RunId("run"), Sync = sync, SyncEvery = 5, Replicas = 4, TargetStep = Steps, ExpectedWorkers = Workers,
            },
            Configuration = configuration,
            DataSha256 = Task.FromResult(""),
            Kernels = "",
            Data = data,
            Observer = instruments is null ? last : new Both(last, new MeteredRun(configuration, instruments)),
            Secret = [],
            Completion = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously),
            Note = _ => { },
        };
        var engine = new Engine(data, instruments);
        var worker = new WorkerNodeSettings
        {
            Engine = engine, Workers = Workers, Secret = [], Note = _ => { },
        };
        await using var node = await LocalNode.Start(coordinator, worker, new NodeHealth(), _ => { });
        Assert.True((await node.Outcome.WaitAsync(Deadline)).Succeeded);
        await engine.AwaitCommits();
        return last.Hash;
    }

    private sealed class Engine(IDataPlane data, GanClusterInstruments? instruments) : INodeEngine
    {
        private readonly ConcurrentBag<FakeReplica> _replicas = [];

        public string Kernels => "whole numbers";

        public string DataSha256 => "";

        public void Prepare(RunConfiguration configuration)
        {
        }

        public IReplica CreateReplica(RunConfiguration configuration, WorkerId worker, int index)
        {
            var replica = new FakeReplica(Plan);
            _replicas.Add(replica);
            return instruments is null ? replica : new MeteredReplica(replica, worker, configuration, instruments);
        }

        public IDataPlane Listen(string run, byte[] key) => data;

        /// <summary>The run may end before the last worker has heard of its last commit.</summary>
        public async Task AwaitCommits()
        {
            using var late = new CancellationTokenSource(Deadline);
            using var soon = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            while (_replicas.Any(replica => replica.Step < Steps))
            {
                Assert.True(await soon.WaitForNextTickAsync(late.Token), "not all workers have committed the last step");
            }
        }
    }

    private sealed class Last : IRunObserver
    {
        public Hash128 Hash { get; private set; }

        public void OnCommitted(RoundRecord record, RunState state) => Hash = record.Reports[0].Hash;
    }

    private sealed class Both(params ImmutableArray<IRunObserver> observers) : IRunObserver
    {
        public void OnCommitted(RoundRecord record, RunState state)
        {
            foreach (var observer in observers)
            {
                observer.OnCommitted(record, state);
            }
        }
    }
}
