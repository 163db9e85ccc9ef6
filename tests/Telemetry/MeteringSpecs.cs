using System.Collections.Immutable;
using GanCluster.Cluster.Local;
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
    private static readonly SamplePlan Plan = new(replicas: 4, batch: 3, discriminatorSteps: 2);

    [Theory]
    [InlineData(SyncMode.Gradients)]
    [InlineData(SyncMode.Parameters)]
    public async Task A_metered_run_has_the_bits_of_a_plain_one_and_every_image_is_counted(SyncMode sync)
    {
        await using var node = Scrape.Start();
        node.Instruments.RunBegan(Examples.Facts, Examples.Begun, expected: 2);

        var plain = Run(sync, null);
        var metered = Run(sync, node.Instruments);

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

    private static Hash128 Run(SyncMode sync, GanClusterInstruments? instruments)
    {
        var configuration = Examples.Configuration with { Batch = 3, Sync = sync, SyncEvery = 5 };
        var options = new RoundOptions
        {
            Run = new RunId("run"), Sync = sync, SyncEvery = 5, Replicas = 4, TargetStep = Steps, ExpectedWorkers = Workers,
        };
        var workers = Enumerable.Range(1, Workers).Select(Examples.Worker).ToDictionary(id => id, id => (Func<IReplica>)(() =>
            instruments is null
                ? new FakeReplica(Plan)
                : new MeteredReplica(new FakeReplica(Plan), id, configuration, instruments)));
        IParameterExchange exchange = new MemoryExchange();
        var last = new Last();
        IRunObserver observer = instruments is null ? last : new Both(last, new MeteredRun(configuration, instruments));
        using var cluster = new LocalCluster(
            configuration,
            options,
            (0, 0, 1),
            workers,
            instruments is null ? exchange : new MeteredExchange(exchange, instruments),
            observer,
            TimeProvider.System);
        Assert.True(cluster.Run().Succeeded);
        return last.Hash;
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
