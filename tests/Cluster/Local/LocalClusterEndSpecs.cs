using GanCluster.Core.Rounds;
using static GanCluster.Core.Runs.SyncMode;

namespace GanCluster.Cluster.Tests.Local;

public class LocalClusterEndSpecs
{
    [Fact]
    public void A_run_that_loses_all_its_workers_fails_and_says_why()
    {
        var faults = new FaultSchedule().KillAt("w1", 7, Phase.GradientD).KillAt("w2", 13, Phase.StepG);
        var run = new LocalRun(Gradients, Replicas: 4, Workers: 2) { Faults = faults };

        var outcome = run.Run();

        Assert.False(outcome.Succeeded);
        Assert.Equal(
            "no worker holds the version at step 10 (w1: InvalidOperationException: killed at step 7 in GradientD; " +
            "w2: InvalidOperationException: killed at step 13 in StepG)",
            outcome.Reason);
        Assert.Equal((10L, 2), (outcome.State.Step, outcome.State.Faults));
    }

    [Fact]
    public void A_run_whose_last_version_could_not_be_copied_fails()
    {
        var run = new LocalRun(Gradients, Replicas: 2, Workers: 1)
        { Faults = new FaultSchedule().KillAt("w1", 40, Phase.Snapshot) };

        var outcome = run.Run();

        Assert.False(outcome.Succeeded);
        Assert.Equal(
            "no worker holds the version at step 40 (w1: InvalidOperationException: killed at step 40 in Snapshot)",
            outcome.Reason);
    }

    [Fact]
    public void A_run_whose_replicas_cannot_be_made_fails_at_once()
    {
        var run = new LocalRun(Gradients, Replicas: 2, Workers: 2) { Broken = ["w1", "w2"] };

        var outcome = run.Run();

        Assert.False(outcome.Succeeded);
        Assert.Equal(
            "no worker holds the version at step 0 (w1: InvalidOperationException: no data; " +
            "w2: InvalidOperationException: no data)",
            outcome.Reason);
    }

    [Fact]
    public void A_worker_whose_replica_cannot_be_made_is_done_without()
    {
        var run = new LocalRun(Gradients, Replicas: 2, Workers: 2) { Broken = ["w1"] };

        Assert.Equal(1, run.RunToTheEnd().State.Faults);

        Assert.Equal(["w2"], run.Observer.Workers);
    }

    [Fact]
    public void A_stop_ends_the_run_after_the_round_with_a_snapshot()
    {
        var run = new LocalRun(Gradients, Replicas: 4, Workers: 2)
        {
            Change = options => options with { EvaluateEverySteps = 0, RoundTime = TimeSpan.Zero },
        };
        var stopping = run with
        {
            Before = cluster => run.Observer.Committed = record =>
            {
                if (record.Steps.End == 17)
                {
                    cluster.Stop("asked to");
                }
            },
        };

        var outcome = stopping.Run();

        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Equal("asked to", outcome.Reason);
        // The round after the 17th step may have opened before the stop was read.
        Assert.InRange(outcome.State.Step, 17, 18);
        var (version, purpose) = Assert.Single(run.Observer.Snapshots);
        Assert.Equal((outcome.State.Step, LastOne), (version.Step, purpose));
    }

    [Fact]
    public void A_stop_before_the_start_ends_the_run_at_once()
    {
        var run = new LocalRun(Gradients, Replicas: 4, Workers: 2) { Before = cluster => cluster.Stop("asked to") };

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

    private const SnapshotPurpose LastOne = SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint | SnapshotPurpose.Last;
}
