using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using GanCluster.Core;
using GanCluster.Core.Health;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Telemetry.Metrics;

namespace GanCluster.Telemetry.Tests;

public class InstrumentSpecs
{
    [Fact]
    public void Every_instrument_has_a_unit_and_a_description()
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (i, _) => instruments.Add(i) };
        listener.Start();
        using var metrics = new GanClusterInstruments();

        Assert.True(instruments.Count(i => i.Meter.Name == GanClusterInstruments.MeterName) > 20);
        Assert.All(instruments.Where(i => i.Meter.Name == GanClusterInstruments.MeterName), i =>
        {
            Assert.False(string.IsNullOrEmpty(i.Unit), i.Name);
            Assert.EndsWith(".", i.Description, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_committed_round_shows_its_losses_scores_steps_and_time()
    {
        await using var node = Scrape.Start();
        node.Instruments.RunBegan(Examples.Facts, Examples.Begun, expected: 2);
        node.Instruments.RoundCommitted(Examples.Round(), images: 640);
        node.Instruments.RoundCommitted(Examples.Round(lossD: 0.25), images: 640, new LearningRates(D: 0.5, G: 0.125));

        var samples = await node.Samples();

        Assert.Equal(0.25, samples["gancluster_discriminator_loss"]);
        Assert.Equal(1.5, samples["gancluster_generator_loss"]);
        Assert.Equal(0.75, samples["gancluster_discriminator_score{kind=\"real\",scale=\"probability\"}"]);
        Assert.Equal(0.25, samples["gancluster_discriminator_score{kind=\"fake\",scale=\"probability\"}"]);
        Assert.Equal(3, samples["gancluster_gradient_norm{network=\"discriminator\"}"]);
        Assert.Equal(4, samples["gancluster_gradient_norm{network=\"generator\"}"]);
        Assert.Equal(0.125, samples["gancluster_replica_drift"]);
        Assert.Equal(0.5, samples["gancluster_learning_rate{network=\"discriminator\"}"]);
        Assert.Equal(0.125, samples["gancluster_learning_rate{network=\"generator\"}"]);
        Assert.Equal(4, samples["gancluster_hashes_total{outcome=\"agreed\"}"]);
        Assert.Equal(10, samples["gancluster_steps_total"]);
        Assert.Equal(1280, samples["gancluster_images_total"]);
        Assert.Equal(2, samples["gancluster_rounds_total{outcome=\"committed\"}"]);
        Assert.Equal(2, samples["gancluster_round_duration_seconds_count"]);
        Assert.Equal(5, samples["gancluster_round_duration_seconds_sum"]);
        Assert.Equal(0, samples["gancluster_nonfinite_rounds_total"]);
    }

    [Fact]
    public async Task A_score_that_is_no_probability_is_labelled_raw()
    {
        await using var node = Scrape.Start();
        var facts = Examples.Facts with { Configuration = Examples.Configuration with { Objective = "relativistic" } };
        node.Instruments.RunBegan(facts, Examples.Begun, expected: 2);
        node.Instruments.RoundCommitted(Examples.Round(), images: 1);

        Assert.Contains("gancluster_discriminator_score{kind=\"real\",scale=\"raw\"}", (await node.Samples()).Keys);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.PositiveInfinity)]
    public async Task A_loss_that_is_not_finite_is_counted_and_shown_as_it_is(double lossD, double lossG)
    {
        await using var node = Scrape.Start();
        node.Instruments.RunBegan(Examples.Facts, Examples.Begun, expected: 2);
        node.Instruments.RoundCommitted(Examples.Round(lossD, lossG), images: 1);

        var samples = await node.Samples();
        Assert.Equal(1, samples["gancluster_nonfinite_rounds_total"]);
        Assert.Equal(lossD, samples["gancluster_discriminator_loss"]);
        Assert.Equal(lossG, samples["gancluster_generator_loss"]);
    }

    [Fact]
    public async Task Counters_of_a_coordinator_begin_at_0_with_every_label()
    {
        await using var node = Scrape.Start();
        node.Instruments.RunBegan(Examples.Facts, Examples.Begun, expected: 2);

        var samples = await node.Samples();
        string[] counters =
        [
            "gancluster_steps_total", "gancluster_images_total", "gancluster_nonfinite_rounds_total",
            "gancluster_rounds_total{outcome=\"committed\"}", "gancluster_rounds_total{outcome=\"abandoned\"}",
            "gancluster_faults_total{kind=\"worker_lost\"}", "gancluster_faults_total{kind=\"attempt_abandoned\"}",
            "gancluster_hashes_total{outcome=\"agreed\"}", "gancluster_hashes_total{outcome=\"odd\"}",
            "gancluster_joins_total", "gancluster_rollbacks_total", "gancluster_redone_steps_total",
            "gancluster_stale_messages_total{plane=\"control\"}",
            "gancluster_checkpoints_total{outcome=\"written\"}", "gancluster_checkpoints_total{outcome=\"failed\"}",
            "gancluster_page_refused_total{reason=\"no_token\"}", "gancluster_page_refused_total{reason=\"wrong_token\"}",
            .. Enum.GetNames<RefusalKind>().Select(kind => $"gancluster_refused_total{{reason=\"{kind.ToLowerInvariant()}\"}}"),
        ];
        Assert.All(counters, name => Assert.Equal(0, samples[name]));
    }

    [Fact]
    public async Task Faults_refusals_stale_messages_and_checkpoints_are_counted_by_kind()
    {
        await using var node = Scrape.Start();
        node.Instruments.RunBegan(Examples.Facts, Examples.Begun, expected: 2);
        node.Instruments.WorkerLost();
        node.Instruments.AttemptAbandoned();
        node.Instruments.AttemptAbandoned();
        node.Instruments.NodeRefused(RefusalKind.Secret);
        node.Instruments.MessageDropped();
        node.Instruments.CheckpointFailed();
        node.Instruments.CheckpointWritten(TimeSpan.FromSeconds(0.5), DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

        var samples = await node.Samples();
        Assert.Equal(1, samples["gancluster_faults_total{kind=\"worker_lost\"}"]);
        Assert.Equal(2, samples["gancluster_faults_total{kind=\"attempt_abandoned\"}"]);
        Assert.Equal(2, samples["gancluster_rounds_total{outcome=\"abandoned\"}"]);
        Assert.Equal(1, samples["gancluster_refused_total{reason=\"secret\"}"]);
        Assert.Equal(1, samples["gancluster_stale_messages_total{plane=\"control\"}"]);
        Assert.Equal(1, samples["gancluster_checkpoints_total{outcome=\"failed\"}"]);
        Assert.Equal(1, samples["gancluster_checkpoints_total{outcome=\"written\"}"]);
        Assert.Equal(0.5, samples["gancluster_checkpoint_duration_seconds_sum"]);
        Assert.Equal(1_800_000_000, samples["gancluster_last_checkpoint_timestamp_seconds"]);
    }

    [Fact]
    public async Task Workers_are_counted_by_where_they_stand()
    {
        var state = Examples.Begun with { Step = 5 };
        var workers = new[]
        {
            new WorkerState(Examples.Worker(1), 5),
            new WorkerState(Examples.Worker(2), 5),
            new WorkerState(Examples.Worker(3), 4, HealingSince: TimeSpan.Zero),
            new WorkerState(Examples.Worker(6), 4),
            new WorkerState(Examples.Worker(4), 5, Leaving: true),
            new WorkerState(Examples.Worker(5), 5, LostReason: "gone"),
        };
        await using var node = Scrape.Start();
        node.Instruments.RunBegan(Examples.Facts, Examples.Begun, expected: 5);
        state = state with { Workers = state.Workers.AddRange(workers.Select(w => KeyValuePair.Create(w.Id, w))) };
        node.Instruments.StateChanged(state);

        var samples = await node.Samples();
        Assert.Equal(2, samples["gancluster_workers{state=\"ready\"}"]);
        Assert.Equal(1, samples["gancluster_workers{state=\"healing\"}"]);
        Assert.Equal(1, samples["gancluster_workers{state=\"idle\"}"]);
        Assert.Equal(1, samples["gancluster_workers{state=\"leaving\"}"]);
        Assert.Equal(1, samples["gancluster_workers{state=\"lost\"}"]);
        Assert.Equal(5, samples["gancluster_expected_workers"]);
        Assert.Equal(5, samples["gancluster_run_committed_steps"]);
        Assert.Equal(300, samples["gancluster_run_target_steps"]);
        Assert.Equal(1, samples["gancluster_run_active"]);
        Assert.Equal(1, samples["gancluster_run_info{family=\"mixture\",run=\"ring8\",seed=\"7\",sync=\"gradients\"}"]);

        node.Instruments.StateChanged(state with { Ended = true });
        Assert.Equal(0, (await node.Samples())["gancluster_run_active"]);
    }

    [Fact]
    public async Task A_worker_node_shows_phases_images_and_traffic_and_nothing_of_a_coordinator()
    {
        await using var node = Scrape.Start();
        node.Instruments.NodeBegan("1.2.3", [new Library("Akka", "1.5")], () => 42);
        node.Instruments.WorkersBegan([Examples.Worker(1)]);
        node.Instruments.ImagesComputed(Examples.Worker(1), 64);
        node.Instruments.PhaseEnded(Phase.LocalSteps, TimeSpan.FromSeconds(2));
        node.Instruments.ExchangeBegan(new ExchangeTraffic(() => 10, () => 20, () => 30, () => 40));

        var samples = await node.Samples();
        Assert.Equal(1, samples["gancluster_build_info{akka=\"1.5\",version=\"1.2.3\"}"]);
        Assert.Equal(42, samples["gancluster_live_tensors"]);
        Assert.Equal(64, samples["gancluster_worker_images_total{worker=\"worker-1\"}"]);
        Assert.Equal(2, samples["gancluster_phase_duration_seconds_sum{phase=\"local_steps\"}"]);
        Assert.Equal(10, samples["gancluster_exchange_bytes_total{direction=\"sent\"}"]);
        Assert.Equal(20, samples["gancluster_exchange_bytes_total{direction=\"received\"}"]);
        Assert.Equal(30, samples["gancluster_stale_messages_total{plane=\"data\"}"]);
        Assert.Equal(40, samples["gancluster_exchange_refused_connections_total"]);
        string[] coordinators = ["gancluster_run", "gancluster_steps", "gancluster_workers", "gancluster_faults"];
        Assert.DoesNotContain(samples.Keys, name => coordinators.Any(c => name.StartsWith(c, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_an_observer_hears_is_counted_as_what_it_is()
    {
        await using var node = Scrape.Start();
        node.Instruments.RunBegan(Examples.Facts, Examples.Begun, expected: 2);
        var run = new MeteredRun(Examples.Configuration, node.Instruments);
        var attempt = Examples.Round().Id;

        run.OnFault(Examples.Begun, attempt, Examples.Worker(1), "gone");
        run.OnFault(Examples.Begun, attempt, worker: null, "broken");
        run.OnFault(Examples.Begun, attempt, worker: null, "broken");
        run.OnRefused(new RoundProgress(attempt, Examples.Worker(1), 0));
        run.OnNodeRefused(RefusalKind.Secret);
        run.OnState(Examples.Begun with { Step = 5 });

        var samples = await node.Samples();
        Assert.Equal(1, samples["gancluster_faults_total{kind=\"worker_lost\"}"]);
        Assert.Equal(2, samples["gancluster_faults_total{kind=\"attempt_abandoned\"}"]);
        Assert.Equal(1, samples["gancluster_stale_messages_total{plane=\"control\"}"]);
        Assert.Equal(1, samples["gancluster_refused_total{reason=\"secret\"}"]);
        Assert.Equal(5, samples["gancluster_run_committed_steps"]);
    }

    [Fact]
    public async Task Who_comes_is_counted_each_time_and_what_each_has_is_shown_between_rounds_as_well()
    {
        await using var node = Scrape.Start();
        node.Instruments.RunBegan(Examples.Facts, Examples.Begun, expected: 2);
        var run = new MeteredRun(Examples.Configuration, node.Instruments);
        var (one, two) = (new WorkerState(Examples.Worker(1), 0), new WorkerState(Examples.Worker(2), 0));
        var both = Examples.Begun with { Workers = Examples.Begun.Workers.Add(one.Id, one).Add(two.Id, two) };
        var ranges = ImmutableSortedDictionary<WorkerId, ImmutableArray<ReplicaRange>>.Empty.Add(one.Id, [new ReplicaRange(0, 3)]);
        var open = new Attempt(Examples.Round().Id, Version: 0, new StepSpan(0, 5), ranges, TimeSpan.FromSeconds(3));

        run.OnState(both);
        run.OnState(both with { Open = open });
        run.OnState(both);

        var samples = await node.Samples();
        Assert.Equal(2, samples["gancluster_joins_total"]);
        Assert.Equal(3, samples["gancluster_replicas{worker=\"worker-1\"}"]);
        Assert.Equal(0, samples["gancluster_replicas{worker=\"worker-2\"}"]);

        run.OnState(both with { Workers = both.Workers.SetItem(two.Id, two with { LostReason = "gone" }) });
        run.OnState(both);
        Assert.Equal(3, (await node.Samples())["gancluster_joins_total"]);
    }

    [Fact]
    public async Task A_worker_lost_for_its_bits_has_an_odd_hash_and_one_that_is_gone_has_none()
    {
        await using var node = Scrape.Start();
        node.Instruments.RunBegan(Examples.Facts, Examples.Begun, expected: 2);
        var run = new MeteredRun(Examples.Configuration, node.Instruments);
        var (gone, odd) = (new WorkerState(Examples.Worker(1), 0), new WorkerState(Examples.Worker(2), 0, BarredUntil: TimeSpan.MaxValue));
        var state = Examples.Begun with { Workers = Examples.Begun.Workers.Add(gone.Id, gone).Add(odd.Id, odd) };

        run.OnFault(state, attempt: null, gone.Id, "gone");
        Assert.Equal(0, (await node.Samples())["gancluster_hashes_total{outcome=\"odd\"}"]);
        run.OnFault(state, attempt: null, odd.Id, "it holds other weights");
        Assert.Equal(1, (await node.Samples())["gancluster_hashes_total{outcome=\"odd\"}"]);
    }

    [Fact]
    public async Task The_runtime_s_own_figures_are_shown_beside()
    {
        await using var node = Scrape.Start();

        var text = await node.Client.GetStringAsync("metrics");

        string[] shown =
        [
            "dotnet_process_cpu_time_seconds_total", "dotnet_process_memory_working_set_bytes", "gancluster_pool_threads",
            "dotnet_gc_heap_total_allocated_bytes_total",
        ];
        Assert.All(shown, name => Assert.Matches($"(?m)^{name}[ {{]", text));
        Assert.DoesNotContain("dotnet_process_cpu_count", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_measure_has_its_name()
    {
        await using var node = Scrape.Start();
        node.Instruments.Measured("modes", 8);

        Assert.Equal(8, (await node.Samples())["gancluster_measure{name=\"modes\"}"]);
    }

    [Fact]
    public async Task The_state_of_health_is_1_and_the_others_0_from_the_start()
    {
        await using var node = Scrape.Start();
        node.Instruments.RunBegan(Examples.Facts, Examples.Begun, expected: 2);
        Assert.Equal((1, 0, 0), Of(await node.Samples()));

        node.Instruments.HealthChanged(HealthCondition.Alarm);
        Assert.Equal((0, 0, 1), Of(await node.Samples()));

        static (double, double, double) Of(IReadOnlyDictionary<string, double> samples) => (
            samples["gancluster_health{state=\"healthy\"}"],
            samples["gancluster_health{state=\"suspect\"}"],
            samples["gancluster_health{state=\"alarm\"}"]);
    }

    [Fact]
    public void Recordings_are_counted_and_their_cost_is_above_0()
    {
        using var metrics = new GanClusterInstruments();
        using var count = new RecordingCount();
        metrics.Measured("modes", 8);
        metrics.PhaseEnded(Phase.Hash, TimeSpan.Zero);

        Assert.Equal(2, count.Count);
        Assert.True(RecordingCost.NanosecondsEach(metrics) > 0);
    }
}
