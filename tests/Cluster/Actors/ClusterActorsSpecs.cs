using Akka.Actor;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Nodes;
using GanCluster.Cluster.Tests.Local;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using static GanCluster.Core.Runs.SyncMode;

namespace GanCluster.Cluster.Tests.Actors;

public class ClusterActorsSpecs
{
    [Theory]
    [InlineData(Gradients, 4, 1)]
    [InlineData(Gradients, 5, 3)]
    [InlineData(Parameters, 4, 2)]
    [InlineData(Parameters, 5, 4)]
    public void Any_number_of_nodes_gives_one_workers_bits(SyncMode sync, int replicas, int nodes)
    {
        using var run = new ActorRun(sync, replicas, nodes);
        var started = Enumerable.Range(1, nodes).Select(n => run.Start($"n{n}")).ToList();

        var outcome = run.RunToTheEnd();

        Assert.Equal(LocalRun.Quiet(sync, replicas), run.Hash);
        Assert.Equal(0, outcome.State.Faults);
        Assert.Equal(nodes, run.Observer.Workers.Count());
        Assert.All(started, node => Assert.Equal(NodeEnd.RunEnded, node.Outcome().End));
    }

    [Theory]
    [InlineData(Gradients)]
    [InlineData(Parameters)]
    public void Two_workers_of_a_node_count_as_two(SyncMode sync)
    {
        using var run = new ActorRun(sync, replicas: 5, workers: 3);
        run.Start("n1", with: s => s with { Workers = 2 });
        run.Start("n2");

        run.RunToTheEnd();

        Assert.Equal(LocalRun.Quiet(sync, 5), run.Hash);
        Assert.Equal(3, run.Observer.Workers.Count());
    }

    [Theory]
    [InlineData(Gradients, Phase.GradientD)]
    [InlineData(Gradients, Phase.StepG)]
    [InlineData(Parameters, Phase.Local)]
    [InlineData(Parameters, Phase.Average)]
    public void A_node_killed_in_mid_round_changes_no_bit(SyncMode sync, Phase phase)
    {
        using var hang = new ManualResetEventSlim();
        using var run = new ActorRun(sync, replicas: 5, workers: 3) { Faults = new FaultSchedule().HangAt("n2.0", 15, phase, hang) };
        run.Start("n1");
        var killed = run.Start("n2");
        run.Start("n3");

        run.Faults.AwaitStruck();
        run.Kill(killed);
        var outcome = run.RunToTheEnd();

        Assert.Equal(LocalRun.Quiet(sync, 5), run.Hash);
        Assert.Equal(1, outcome.State.Faults);
        hang.Set();
    }

    [Theory]
    [InlineData(Gradients, Phase.StepG, 0)] // the coordinator has no copy: from the beginning
    [InlineData(Parameters, Phase.Local, 0)]
    [InlineData(Gradients, Phase.StepG, 10)]
    [InlineData(Parameters, Phase.Local, 10)]
    public void A_run_whose_only_node_is_killed_goes_back_and_on_with_the_next(SyncMode sync, Phase phase, int copies)
    {
        using var hang = new ManualResetEventSlim();
        using var run = new ActorRun(
            sync,
            replicas: 4,
            workers: 1,
            change: o => o with { EvaluateEverySteps = copies, SafeEvery = TimeSpan.FromHours(1), RoundTime = TimeSpan.Zero })
        {
            Faults = new FaultSchedule().HangAt("n1.0", 26, phase, hang),
        };
        var killed = run.Start("n1");
        run.Faults.AwaitStruck();

        run.Kill(killed);
        run.Start("n2");
        var outcome = run.RunToTheEnd();

        var held = sync == Gradients ? 26 : 25;
        var safe = copies == 0 ? 0 : 20;
        Assert.Equal(LocalRun.Quiet(sync, 4), run.Hash);
        Assert.Equal((held - safe, 2L), (outcome.State.Redone, outcome.State.Term));
        Assert.Equal(
            $"nobody holds the version at step {held}, and {(safe == 0 ? "worker-2" : "coordinator")} has step {safe}",
            Assert.Single(run.Observer.Moves));
        hang.Set();
    }

    [Theory]
    [InlineData(Gradients, Phase.StepG)]
    [InlineData(Parameters, Phase.Local)]
    public void A_hung_node_is_lost_and_comes_back(SyncMode sync, Phase phase)
    {
        using var hang = new ManualResetEventSlim();
        using var second = new ManualResetEventSlim();
        using var run = new ActorRun(
            sync, replicas: 4, workers: 2, change: o => o with { LeastDeadline = TimeSpan.FromSeconds(3), DeadlineInSteps = 1 })
        {
            Faults = new FaultSchedule().HangAt("n2.0", 15, phase, hang).HangAt("n1.0", 30, phase, second),
        };
        run.Observer.Lost = _ => hang.Set();
        run.Start("n1");
        run.Start("n2");

        // n1 waits at step 30 until n2, lost at step 15, has come back.
        run.Faults.AwaitStruck(2);
        run.Observer.Lost = _ => { };
        run.AwaitNote(phase == Phase.Local ? "joined at step 10 " : "joined at step 15 ");
        second.Set();
        var outcome = run.RunToTheEnd();

        Assert.Equal(LocalRun.Quiet(sync, 4), run.Hash);
        Assert.InRange(outcome.State.Faults, 1, 3);
        Assert.Contains(run.Observer.Rounds[4..], r => r.Reports.Length == 2);
    }

    [Fact]
    public void A_late_node_is_healed_and_takes_part()
    {
        using var hold = new ManualResetEventSlim();
        using var run = new ActorRun(Gradients, replicas: 4, workers: 1) { Faults = new FaultSchedule().HangAt("n1.0", 10, Phase.StepG, hold) };
        run.Start("n1");
        run.Faults.AwaitStruck();
        run.Start("n2");
        run.AwaitNote("worker-2 joined");
        hold.Set();

        run.RunToTheEnd();

        Assert.Equal(LocalRun.Quiet(Gradients, 4), run.Hash);
        Assert.Equal(2, run.Observer.Rounds[^1].Reports.Length);
        Assert.InRange(run.Planes.Fetches, 1, 100);
    }

    [Fact]
    public void A_drained_node_is_released_after_the_round_and_counts_as_no_fault()
    {
        using var hold = new ManualResetEventSlim();
        using var run = new ActorRun(Gradients, replicas: 4, workers: 2) { Faults = new FaultSchedule().HangAt("n1.0", 10, Phase.StepG, hold) };
        run.Start("n1");
        var drained = run.Start("n2");
        run.Faults.AwaitStruck();
        drained.Actor.Tell(NodeActor.Drain.Instance, ActorRefs.NoSender);
        hold.Set();

        Assert.Equal(NodeEnd.Drained, drained.Outcome().End);
        var outcome = run.RunToTheEnd();

        Assert.Equal(LocalRun.Quiet(Gradients, 4), run.Hash);
        Assert.Equal(0, outcome.State.Faults);
        Assert.Single(run.Observer.Rounds[^1].Reports);
    }

    [Fact]
    public void When_the_last_node_is_drained_the_run_ends_with_a_checkpoint()
    {
        using var hold = new ManualResetEventSlim();
        using var run = new ActorRun(Gradients, replicas: 4, workers: 1) { Faults = new FaultSchedule().HangAt("n1.0", 10, Phase.StepG, hold) };
        var only = run.Start("n1");
        run.Faults.AwaitStruck();
        only.Actor.Tell(NodeActor.Drain.Instance, ActorRefs.NoSender);
        hold.Set();

        var outcome = run.Outcome();

        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Contains("leaves", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(outcome.State.Step, run.Observer.Snapshots[^1].Version.Step);
        Assert.True(run.Observer.Snapshots[^1].Purpose.HasFlag(SnapshotPurpose.Last));
        Assert.Contains(only.Outcome().End, new[] { NodeEnd.RunEnded, NodeEnd.Drained });
    }

    [Fact]
    public void A_node_with_another_secret_is_refused_with_a_line_on_both_sides()
    {
        using var run = new ActorRun(Gradients, replicas: 4, workers: 1, secret: [1, 2, 3]);
        var refused = run.Start("n1", with: s => s with { Secret = [1, 2, 4] });

        Assert.Equal(NodeEnd.Refused, refused.Outcome().End);
        Assert.Contains("secret", refused.Outcome().Reason, StringComparison.Ordinal);
        Assert.Contains(run.Notes, n => n.Contains("secret", StringComparison.Ordinal));
        run.Start("n2");
        run.RunToTheEnd();
        Assert.Equal([RefusalKind.Secret], run.Observer.Refusals.Distinct());
    }

    [Fact]
    public void The_record_hears_of_nodes_and_of_every_change()
    {
        using var run = new ActorRun(Gradients, replicas: 4, workers: 2);
        run.Start("n1", with: s => s with { Metrics = "10.0.0.2:9100" });
        run.Start("n2");

        var outcome = run.RunToTheEnd();

        Assert.Equal(["", "10.0.0.2:9100"], run.Observer.Nodes.MaxBy(n => n.Length).Select(n => n.Metrics).Order());
        Assert.Equal(outcome.State.Step, run.Observer.States[^1].Step);
        Assert.Contains(run.Observer.States, s => s.Open is not null && s.Alive.Count() == 2);
    }

    [Fact]
    public void A_lost_node_is_missed_until_another_has_taken_its_place()
    {
        using var hang = new ManualResetEventSlim();
        using var second = new ManualResetEventSlim();
        using var run = new ActorRun(Gradients, replicas: 4, workers: 2)
        {
            Faults = new FaultSchedule().HangAt("n2.0", 10, Phase.StepG, hang).HangAt("n1.0", 30, Phase.StepG, second),
        };
        run.Start("n1", with: s => s with { Metrics = "one:1" });
        var killed = run.Start("n2", with: s => s with { Metrics = "two:2" });
        run.Faults.AwaitStruck();
        run.Kill(killed);
        run.Faults.AwaitStruck(2);
        run.Start("n3", with: s => s with { Metrics = "three:3" });
        run.AwaitNote("worker-3 joined");
        second.Set();
        run.RunToTheEnd();
        hang.Set();

        var seen = run.Observer.Nodes.Select(nodes => string.Join(' ', nodes.Select(n => n.Metrics).Order())).ToList();
        Assert.True(seen.Count(s => s == "one:1 two:2") > 1, string.Join("; ", seen));
        Assert.Contains("one:1 three:3", seen);
    }

    [Fact]
    public void A_node_with_a_secret_derives_its_data_key_whatever_it_is_sent()
    {
        byte[] secret = [1, 2, 3];
        using var run = new ActorRun(Gradients, replicas: 4, workers: 1, secret);

        var node = run.Start("n1");

        run.RunToTheEnd();
        Assert.Equal(Admission.DataKey(secret, "run"), node.Engine.Key);
    }

    [Fact]
    public void A_node_that_works_for_another_configuration_is_refused()
    {
        using var run = new ActorRun(Gradients, replicas: 4, workers: 1);
        var refused = run.Start("n1", with: s => s with { ConfigurationHash = new string('f', 64) });

        Assert.Equal(NodeEnd.Refused, refused.Outcome().End);
        Assert.Contains("configuration", refused.Outcome().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_whose_probe_gives_other_bits_is_refused()
    {
        using var run = new ActorRun(Gradients, replicas: 4, workers: 2);
        run.Start("n1");
        run.AwaitNote("worker-1 joined");
        var refused = run.Start("n2", change: e => new FakeEngine(run.Plan, run.Planes, "n2", run.Faults) { OtherBits = 1 });

        Assert.Equal(NodeEnd.Refused, refused.Outcome().End);
        Assert.Contains("other kernels", refused.Outcome().Reason, StringComparison.Ordinal);
        Assert.Contains("whole numbers", refused.Outcome().Reason, StringComparison.Ordinal);
        run.Start("n3");
        run.RunToTheEnd();
    }

    [Fact]
    public void A_node_whose_second_device_gives_other_bits_is_refused()
    {
        using var run = new ActorRun(Gradients, replicas: 4, workers: 1);
        var refused = run.Start(
            "n1",
            change: e => new FakeEngine(run.Plan, run.Planes, "n1", run.Faults) { OtherBits = 1, OtherBitsFrom = 1 },
            with: s => s with { Workers = 2 });

        Assert.Equal(NodeEnd.Refused, refused.Outcome().End);
        Assert.Contains("device 2 of the node", refused.Outcome().Reason, StringComparison.Ordinal);
        run.Start("n2");
        run.RunToTheEnd();
        Assert.Equal(LocalRun.Quiet(Gradients, 4), run.Hash);
    }

    [Fact]
    public void A_node_with_other_data_is_refused_even_if_it_comes_first()
    {
        using var run = new ActorRun(Gradients, replicas: 4, workers: 1);
        var refused = run.Start(
            "n1", change: e => new FakeEngine(run.Plan, run.Planes, "n1", run.Faults) { DataSha256 = "0ther", OtherBits = 1 });

        Assert.Equal(NodeEnd.Refused, refused.Outcome().End);
        Assert.Contains("the SHA-256 0ther, the coordinator's da7a01234567:", refused.Outcome().Reason, StringComparison.Ordinal);
        run.Start("n2");
        run.RunToTheEnd();
        Assert.Equal([RefusalKind.Data], run.Observer.Refusals.Distinct());
        Assert.Equal(LocalRun.Quiet(Gradients, 4), run.Hash);
    }

    [Fact]
    public void A_node_that_can_not_work_for_the_run_says_so_on_both_sides()
    {
        using var run = new ActorRun(Gradients, replicas: 4, workers: 1);
        var unable = run.Start("n1", change: e => new FakeEngine(run.Plan, run.Planes, "n1", run.Faults) { Unable = "no data here" });

        Assert.Equal(new NodeOutcome(NodeEnd.Refused, "no data here"), unable.Outcome());
        run.Start("n2");
        run.RunToTheEnd();
        Assert.Contains(run.Notes, n => n.Contains("no data here", StringComparison.Ordinal));
    }

    [Fact]
    public void A_node_whose_only_device_fails_ends_and_the_others_go_on()
    {
        using var run = new ActorRun(Gradients, replicas: 4, workers: 2) { Faults = new FaultSchedule().KillAt("n2.0", 15, Phase.StepG) };
        run.Start("n1");
        var failing = run.Start("n2");

        Assert.Equal(NodeEnd.Failed, failing.Outcome().End);
        run.RunToTheEnd();
        Assert.Equal(LocalRun.Quiet(Gradients, 4), run.Hash);
    }

    [Fact]
    public void A_node_without_a_coordinator_gives_up_after_the_stated_time()
    {
        using var run = new ActorRun(Gradients, replicas: 4, workers: 1);
        run.Tell(PoisonPill.Instance);

        var alone = run.Start("n1", with: s => s with { JoinTimeout = TimeSpan.FromSeconds(1.5) });

        Assert.Equal(new NodeOutcome(NodeEnd.NoCoordinator, "no coordinator has answered for 1.5 s"), alone.Outcome());
    }

    [Fact]
    public void A_stop_ends_the_run_after_the_open_round_with_a_checkpoint()
    {
        using var hold = new ManualResetEventSlim();
        using var run = new ActorRun(Gradients, replicas: 4, workers: 1) { Faults = new FaultSchedule().HangAt("n1.0", 10, Phase.StepG, hold) };
        run.Start("n1");
        run.Faults.AwaitStruck();
        run.Tell(new StopRequested("enough"));
        hold.Set();

        var outcome = run.Outcome();

        Assert.Equal((true, "enough"), (outcome.Succeeded, outcome.Reason));
        Assert.Equal(outcome.State.Step, run.Observer.Snapshots[^1].Version.Step);
    }

    [Fact]
    public void A_record_that_fails_ends_the_run_with_its_failure()
    {
        using var run = new ActorRun(Gradients, replicas: 4, workers: 1);
        run.Observer.Committed = _ => throw new IOException("the disk is full");
        run.Start("n1");

        var failure = Assert.Throws<AggregateException>(() => run.Outcome());

        Assert.Equal("the disk is full", failure.GetBaseException().Message);
    }
}
