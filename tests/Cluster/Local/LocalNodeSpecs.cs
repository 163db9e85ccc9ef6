using GanCluster.Cluster.Hosting;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static GanCluster.Core.Runs.SyncMode;

namespace GanCluster.Cluster.Tests.Local;

public class LocalNodeSpecs
{
    public static TheoryData<SyncMode, int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<SyncMode, int, int>();
            foreach (var sync in new[] { Gradients, Parameters })
            {
                foreach (var replicas in new[] { 4, 5 })
                {
                    for (var workers = 2; workers <= 4; workers++)
                    {
                        sizes.Add(sync, replicas, workers);
                    }
                }
            }

            return sizes;
        }
    }

    public static TheoryData<SyncMode, string, long, Phase> Kills => new()
    {
        { Gradients, "worker-1", 0, Phase.GradientD },
        { Gradients, "worker-2", 12, Phase.GradientD },
        { Gradients, "worker-3", 12, Phase.StepD },
        { Gradients, "worker-1", 19, Phase.GradientG },
        { Gradients, "worker-2", 20, Phase.StepG },
        { Gradients, "worker-3", 25, Phase.Hash },
        { Gradients, "worker-2", 25, Phase.Commit },
        { Gradients, "worker-1", 15, Phase.Snapshot },
        { Gradients, "worker-1", 40, Phase.Snapshot },
        { Parameters, "worker-1", 0, Phase.Local },
        { Parameters, "worker-2", 15, Phase.Local },
        { Parameters, "worker-3", 20, Phase.Average },
        { Parameters, "worker-1", 25, Phase.Hash },
        { Parameters, "worker-3", 25, Phase.Commit },
        { Parameters, "worker-1", 40, Phase.Snapshot },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Any_number_of_workers_gives_one_workers_bits(SyncMode sync, int replicas, int workers)
    {
        var run = new LocalRun(sync, replicas, workers);

        var outcome = run.RunToTheEnd();

        Assert.Equal(LocalRun.Quiet(sync, replicas), run.Hash);
        Assert.Equal((0, 0L), (outcome.State.Faults, outcome.State.Dropped));
        Assert.Equal(Enumerable.Range(1, workers).Select(n => $"worker-{n}"), run.Observer.Workers);
        Assert.Empty(run.Observer.Faults);
    }

    [Fact]
    public void It_has_more_workers_than_a_message_has_room_for()
    {
        var run = new LocalRun(Gradients, Replicas: 2, Workers: Protocol.MostWorkers + 1);

        Assert.Equal(Protocol.MostWorkers + 1, run.RunToTheEnd().State.Workers.Count);
    }

    [Fact]
    public async Task It_is_ready_while_it_takes_part()
    {
        using var hold = new ManualResetEventSlim();
        var started = new TaskCompletionSource<LocalNode>();
        var run = new LocalRun(Gradients, Replicas: 4, Workers: 2)
        {
            Faults = new FaultSchedule().HangAt("worker-2", 10, Phase.StepG, hold),
            Started = started.SetResult,
        };
        Assert.Equal("no actor system runs", (await Check(run.Health)).Description);
        var training = Task.Run(run.RunToTheEnd);
        await started.Task;
        await Task.Run(() => run.Faults.AwaitStruck());

        Assert.Equal(HealthStatus.Healthy, (await Check(run.Health)).Status);
        hold.Set();
        await training;

        Assert.Equal("no actor system runs", (await Check(run.Health)).Description);
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public void A_killed_worker_changes_no_bit(SyncMode sync, string worker, long step, Phase phase)
    {
        var run = new LocalRun(sync, Replicas: 5, Workers: 3) { Faults = new FaultSchedule().KillAt(worker, step, phase) };

        var outcome = run.RunToTheEnd();

        Assert.Equal(LocalRun.Quiet(sync, 5), run.Hash);
        Assert.Equal(1, outcome.State.Faults);

        // Whoever waits for the copy and the node both tell of a thread that fails as it copies.
        var told = phase == Phase.Snapshot
            ? $"(its copy of step {step} could not be had|InvalidOperationException)" : "InvalidOperationException";
        Assert.Matches(
            $"^{told}: killed at step {step} in {phase}$", outcome.State.Workers[new WorkerId(worker)].LostReason!);
    }

    [Theory]
    [InlineData(Gradients, 7, Phase.GradientD, 21, Phase.StepG)]
    [InlineData(Gradients, 13, Phase.StepD, 13, Phase.StepD)] // in one round, maybe both at once
    [InlineData(Parameters, 10, Phase.Local, 10, Phase.Average)]
    [InlineData(Parameters, 10, Phase.Local, 10, Phase.Local)]
    public void Two_killed_workers_change_no_bit(SyncMode sync, long step1, Phase phase1, long step2, Phase phase2)
    {
        var faults = new FaultSchedule().KillAt("worker-1", step1, phase1).KillAt("worker-3", step2, phase2);
        var run = new LocalRun(sync, Replicas: 5, Workers: 4) { Faults = faults };

        Assert.Equal(2, run.RunToTheEnd().State.Faults);

        Assert.Equal(LocalRun.Quiet(sync, 5), run.Hash);
    }

    [Theory]
    [InlineData(Gradients, Phase.GradientD)]
    [InlineData(Parameters, Phase.Local)]
    public void Workers_beyond_the_replicas_are_idle_until_one_is_needed(SyncMode sync, Phase phase)
    {
        var idle = new LocalRun(sync, Replicas: 2, Workers: 3);
        idle.RunToTheEnd();
        Assert.Equal(["worker-1", "worker-2"], idle.Observer.Workers);

        var run = new LocalRun(sync, Replicas: 2, Workers: 3) { Faults = new FaultSchedule().KillAt("worker-1", 12, phase) };
        run.RunToTheEnd();

        Assert.Equal(["worker-2", "worker-3"], run.Observer.Rounds[^1].Reports.Select(r => r.Worker.Value));
        Assert.Equal(LocalRun.Quiet(sync, 2), run.Hash);
        Assert.Equal(run.Hash, idle.Hash);
    }

    [Fact]
    public void A_worker_that_dies_as_it_loads_the_version_is_done_without()
    {
        var faults = new FaultSchedule().KillAt("worker-1", 12, Phase.GradientD).KillAt("worker-3", 0, Phase.Load);
        var run = new LocalRun(Gradients, Replicas: 2, Workers: 3) { Faults = faults };

        Assert.Equal(2, run.RunToTheEnd().State.Faults);

        Assert.Equal(LocalRun.Quiet(Gradients, 2), run.Hash);
    }

    [Theory]
    [InlineData(Gradients)]
    [InlineData(Parameters)]
    public void A_hung_worker_is_lost_at_the_deadline_and_changes_no_bit(SyncMode sync)
    {
        using var release = new ManualResetEventSlim();
        var phase = sync == Gradients ? Phase.StepG : Phase.Average;
        var run = new LocalRun(sync, Replicas: 4, Workers: 2)
        {
            Faults = new FaultSchedule().HangAt("worker-2", 12, phase, release),
            Change = options => options with { LeastDeadline = TimeSpan.FromSeconds(2) },
        };
        run.Observer.Lost = _ => release.Set();

        var outcome = run.RunToTheEnd();

        Assert.Equal(1, outcome.State.Faults);
        Assert.Contains(
            run.Observer.Faults,
            fault => fault.Worker?.Value == "worker-2" && fault.Reason.StartsWith("worker-2 made no progress", StringComparison.Ordinal)
                && fault.Reason.EndsWith("for 2 s", StringComparison.Ordinal));
        Assert.Equal(LocalRun.Quiet(sync, 4), run.Hash);
    }

    private static Task<HealthCheckResult> Check(NodeHealth health) => health.CheckHealthAsync(new HealthCheckContext());
}
