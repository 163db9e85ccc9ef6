using GanCluster.Cluster.Hosting;
using GanCluster.Core.Rounds;
using static GanCluster.Core.Runs.SyncMode;

namespace GanCluster.Cluster.Tests.Local;

public class LocalNodeEndSpecs
{
    [Fact]
    public void A_run_that_loses_all_its_workers_fails_and_says_why()
    {
        var faults = new FaultSchedule().KillAt("worker-1", 7, Phase.GradientD).KillAt("worker-2", 13, Phase.StepG);
        var run = new LocalRun(Gradients, Replicas: 4, Workers: 2) { Faults = faults };

        var outcome = run.Run();

        Assert.False(outcome.Succeeded);
        Assert.Equal(
            "no worker holds the version at step 10 (worker-1: InvalidOperationException: killed at step 7 in GradientD; " +
            "worker-2: InvalidOperationException: killed at step 13 in StepG)",
            outcome.Reason);
        Assert.Equal((10L, 2), (outcome.State.Step, outcome.State.Faults));
    }

    [Fact]
    public void A_run_whose_last_version_could_not_be_copied_fails()
    {
        var run = new LocalRun(Gradients, Replicas: 2, Workers: 1)
        { Faults = new FaultSchedule().KillAt("worker-1", 40, Phase.Snapshot) };

        var outcome = run.Run();

        Assert.False(outcome.Succeeded);
        Assert.StartsWith("no worker holds the version at step 40 (worker-1: ", outcome.Reason, StringComparison.Ordinal);
        Assert.EndsWith(": killed at step 40 in Snapshot)", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_whose_replicas_cannot_be_made_fails_at_once()
    {
        var run = new LocalRun(Gradients, Replicas: 2, Workers: 2) { Broken = ["worker-1", "worker-2"] };

        var outcome = run.Run();

        Assert.False(outcome.Succeeded);
        Assert.Equal(
            "no worker holds the version at step 0 (worker-1: InvalidOperationException: no data; " +
            "worker-2: InvalidOperationException: no data)",
            outcome.Reason);
    }

    [Fact]
    public void A_worker_whose_replica_cannot_be_made_is_done_without()
    {
        var run = new LocalRun(Gradients, Replicas: 2, Workers: 2) { Broken = ["worker-1"] };

        Assert.Equal(1, run.RunToTheEnd().State.Faults);

        Assert.Equal(["worker-2"], run.Observer.Workers);
        Assert.Equal((new WorkerId("worker-1"), "InvalidOperationException: no data"), Assert.Single(Faults(run)));
    }

    [Fact]
    public void A_stop_ends_the_run_after_the_round_with_a_snapshot()
    {
        var started = new TaskCompletionSource<LocalNode>();
        var run = new LocalRun(Gradients, Replicas: 4, Workers: 2)
        {
            Change = options => options with { EvaluateEverySteps = 0, RoundTime = TimeSpan.Zero },
            Started = started.SetResult,
            Faults = new FaultSchedule().At("worker-1", 17, Phase.GradientD, () => started.Task.Result.Stop("asked to")),
        };

        var outcome = run.Run();

        Assert.Equal((true, "asked to", 18L), (outcome.Succeeded, outcome.Reason, outcome.State.Step));
        var (version, purpose) = Assert.Single(run.Observer.Snapshots);
        Assert.Equal((18, LastOne), (version.Step, purpose));
    }

    [Fact]
    public void A_stop_before_the_first_round_ends_the_run_at_once()
    {
        var run = new LocalRun(Gradients, Replicas: 4, Workers: 2)
        {
            Change = options => options with { ExpectedWorkers = 3 },
            Started = node => node.Stop("asked to"),
        };

        var outcome = run.Run();

        Assert.Equal((true, "asked to", 0L), (outcome.Succeeded, outcome.Reason, outcome.State.Step));
        Assert.Empty(run.Observer.Snapshots);
    }

    [Fact]
    public void Snapshots_are_of_the_very_multiples()
    {
        var run = new LocalRun(Gradients, Replicas: 4, Workers: 3)
        {
            Change = options => options with { EvaluateEverySteps = 8, CheckpointEverySteps = 12 },
        };

        run.RunToTheEnd();

        (long, SnapshotPurpose)[] expected =
        [
            (8, SnapshotPurpose.Evaluate), (12, SnapshotPurpose.Checkpoint), (16, SnapshotPurpose.Evaluate),
            (24, SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint), (32, SnapshotPurpose.Evaluate),
            (36, SnapshotPurpose.Checkpoint), (40, LastOne),
        ];
        Assert.Equal(expected, run.Observer.Snapshots.Select(s => (s.Version.Step, s.Purpose)));
    }

    [Fact]
    public void A_node_that_cannot_begin_is_the_runs_failure()
    {
        var run = new LocalRun(Gradients, Replicas: 2, Workers: 2) { Unable = "no memory" };

        Assert.Equal("no memory", Assert.Throws<InvalidOperationException>(() => run.Run()).Message);
    }

    private static IEnumerable<(WorkerId?, string)> Faults(LocalRun run) =>
        run.Observer.Faults.Select(fault => (fault.Worker, fault.Reason));

    private const SnapshotPurpose LastOne = SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint | SnapshotPurpose.Last;
}
