namespace GanCluster.Ops.Tests.Prometheus;

/// <summary>What nodes show on /metrics, as it begins: every series that a query of ops/ may name.</summary>
internal static class EmittedMetrics
{
    internal static Exposition All { get; } = Exposition.Parse(Text);

    /// <summary>What Prometheus adds: labels of ops/prometheus's targets, and series of its own.</summary>
    internal static IReadOnlyList<string> TargetLabels { get; } = ["job", "instance", "role", "run", "node"];

    internal static Exposition OfPrometheus { get; } =
        Exposition.Parse("up 1\nALERTS{alertname=\"A\",alertstate=\"firing\",severity=\"warning\"} 1");

    private const string Text =
        """
        gancluster_run_info{run="ring8",seed="1",sync="gradients",family="mixture"} 1
        gancluster_run_active 1
        gancluster_run_target_steps 1
        gancluster_generator_loss 0
        gancluster_discriminator_loss 0
        gancluster_discriminator_score{kind="real",scale="raw"} 0
        gancluster_discriminator_score{kind="fake",scale="raw"} 0
        gancluster_steps_total 0
        gancluster_images_total 0
        gancluster_rounds_total{outcome="committed"} 0
        gancluster_rounds_total{outcome="abandoned"} 0
        gancluster_round_duration_seconds_bucket{le="+Inf"} 0
        gancluster_round_duration_seconds_sum 0
        gancluster_round_duration_seconds_count 0
        gancluster_workers{state="ready"} 0
        gancluster_workers{state="healing"} 0
        gancluster_workers{state="leaving"} 0
        gancluster_workers{state="lost"} 0
        gancluster_expected_workers 2
        gancluster_faults_total{kind="worker_lost"} 0
        gancluster_faults_total{kind="attempt_abandoned"} 0
        gancluster_refused_total{reason="version"} 0
        gancluster_stale_messages_total{plane="control"} 0
        gancluster_stale_messages_total{plane="data"} 0
        gancluster_nonfinite_rounds_total 0
        gancluster_checkpoints_total{outcome="written"} 0
        gancluster_checkpoints_total{outcome="failed"} 0
        gancluster_checkpoint_duration_seconds_bucket{le="+Inf"} 0
        gancluster_checkpoint_duration_seconds_sum 0
        gancluster_checkpoint_duration_seconds_count 0
        gancluster_last_checkpoint_timestamp_seconds 0
        gancluster_measure{name="modes"} 8
        gancluster_worker_images_total{worker="worker-1"} 0
        gancluster_phase_duration_seconds_bucket{phase="discriminator",le="+Inf"} 0
        gancluster_phase_duration_seconds_sum{phase="discriminator"} 0
        gancluster_phase_duration_seconds_count{phase="discriminator"} 0
        gancluster_exchange_bytes_total{direction="sent"} 0
        gancluster_exchange_bytes_total{direction="received"} 0
        gancluster_live_tensors 0
        gancluster_build_info{version="0.1.0",torchsharp="1",torchsharp_source="nuget",akka="1",akka_source="nuget"} 1
        """;
}
