using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using static GanCluster.Core.Runs.SyncMode;

namespace GanCluster.Cluster.Tests.Local;

public class LocalClusterSpecs
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
        { Gradients, "w1", 0, Phase.GradientD },
        { Gradients, "w2", 12, Phase.GradientD },
        { Gradients, "w3", 12, Phase.StepD },
        { Gradients, "w1", 19, Phase.GradientG },
        { Gradients, "w2", 20, Phase.StepG },
        { Gradients, "w3", 25, Phase.Hash },
        { Gradients, "w2", 25, Phase.Commit },
        { Gradients, "w1", 15, Phase.Snapshot },
        { Gradients, "w1", 40, Phase.Snapshot },
        { Parameters, "w1", 0, Phase.Local },
        { Parameters, "w2", 15, Phase.Local },
        { Parameters, "w3", 20, Phase.Average },
        { Parameters, "w1", 25, Phase.Hash },
        { Parameters, "w3", 25, Phase.Commit },
        { Parameters, "w1", 40, Phase.Snapshot },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Any_number_of_workers_gives_one_workers_bits(SyncMode sync, int replicas, int workers)
    {
        var run = new LocalRun(sync, replicas, workers);

        var outcome = run.RunToTheEnd();

        Assert.Equal(Quiet(sync, replicas), run.Hash);
        Assert.Equal((0, 0L), (outcome.State.Faults, outcome.State.Dropped));
        Assert.Equal(Enumerable.Range(1, workers).Select(n => $"w{n}"), run.Observer.Workers);
        Assert.Empty(run.Observer.Faults);
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public void A_killed_worker_changes_no_bit(SyncMode sync, string worker, long step, Phase phase)
    {
        var run = new LocalRun(sync, Replicas: 5, Workers: 3) { Faults = new FaultSchedule().KillAt(worker, step, phase) };

        var outcome = run.RunToTheEnd();

        Assert.Equal(Quiet(sync, 5), run.Hash);
        Assert.Equal(1, outcome.State.Faults);
        Assert.Equal(
            $"InvalidOperationException: killed at step {step} in {phase}",
            outcome.State.Workers[new WorkerId(worker)].LostReason);
    }

    [Theory]
    [InlineData(Gradients, 7, Phase.GradientD, 21, Phase.StepG)]
    [InlineData(Gradients, 13, Phase.StepD, 13, Phase.StepD)] // in one round, maybe both at once
    [InlineData(Parameters, 10, Phase.Local, 10, Phase.Average)]
    [InlineData(Parameters, 10, Phase.Local, 10, Phase.Local)]
    public void Two_killed_workers_change_no_bit(SyncMode sync, long step1, Phase phase1, long step2, Phase phase2)
    {
        var faults = new FaultSchedule().KillAt("w1", step1, phase1).KillAt("w3", step2, phase2);
        var run = new LocalRun(sync, Replicas: 5, Workers: 4) { Faults = faults };

        Assert.Equal(2, run.RunToTheEnd().State.Faults);

        Assert.Equal(Quiet(sync, 5), run.Hash);
    }

    [Theory]
    [InlineData(Gradients, Phase.GradientD)]
    [InlineData(Parameters, Phase.Local)]
    public void Workers_beyond_the_replicas_are_idle_until_one_is_needed(SyncMode sync, Phase phase)
    {
        var idle = new LocalRun(sync, Replicas: 2, Workers: 3);
        idle.RunToTheEnd();
        Assert.Equal(["w1", "w2"], idle.Observer.Workers);

        var run = new LocalRun(sync, Replicas: 2, Workers: 3) { Faults = new FaultSchedule().KillAt("w1", 12, phase) };
        run.RunToTheEnd();

        Assert.Equal(["w2", "w3"], run.Observer.Rounds[^1].Reports.Select(r => r.Worker.Value));
        Assert.Equal(Quiet(sync, 2), run.Hash);
        Assert.Equal(run.Hash, idle.Hash);
    }

    [Fact]
    public void A_worker_that_dies_as_it_loads_the_version_is_done_without()
    {
        var faults = new FaultSchedule().KillAt("w1", 12, Phase.GradientD).KillAt("w3", 0, Phase.Load);
        var run = new LocalRun(Gradients, Replicas: 2, Workers: 3) { Faults = faults };

        Assert.Equal(2, run.RunToTheEnd().State.Faults);

        Assert.Equal(Quiet(Gradients, 2), run.Hash);
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
            Faults = new FaultSchedule().HangAt("w2", 12, phase, release),
            Change = options => options with { LeastDeadline = TimeSpan.FromSeconds(2) },
        };
        run.Observer.Lost = _ => release.Set();

        var outcome = run.RunToTheEnd();

        Assert.Equal(1, outcome.State.Faults);
        Assert.Matches("^w2 made no progress in .* for 2 s$", outcome.State.Workers[new WorkerId("w2")].LostReason!);
        Assert.Equal(Quiet(sync, 4), run.Hash);
    }

    private static Hash128 Quiet(SyncMode sync, int replicas)
    {
        var run = new LocalRun(sync, replicas, Workers: 1);
        run.RunToTheEnd();
        return run.Hash;
    }
}
