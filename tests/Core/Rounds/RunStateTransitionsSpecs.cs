using GanCluster.Core.Rounds;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class RunStateTransitionsSpecs
{
    [Fact]
    public void The_end_of_another_attempt_is_dropped_and_counted()
    {
        var state = Open(2);
        var abandoned = state.Abandon(AttemptFault.Ended.Instance);

        Assert.Equal(state with { Dropped = 1 }, state.With(abandoned with { Id = Attempt(2) }));
        Assert.Equal(Idle() with { Dropped = 1 }, Idle().With(abandoned));
    }

    [Fact]
    public void A_worker_that_joins_again_changes_nothing()
    {
        var state = Idle().With(new WorkerJoined(W(1), 30));
        Assert.Equal(new WorkerState(W(1), 30), state.Workers[W(1)]);

        Assert.Same(state, state.With(new WorkerJoined(W(1), 30)));
        Assert.Same(state, state.With(Tick.Instance));
    }

    [Fact]
    public void A_late_copy_of_an_earlier_join_is_dropped()
    {
        var state = Idle(Ready(1, 0.5));

        Assert.Equal(state with { Dropped = 1 }, state.With(new WorkerJoined(W(1), 20)));
    }

    [Fact]
    public void A_lost_worker_that_comes_back_starts_anew()
    {
        var back = Idle(Ready(1, 0.5)).With(new WorkerLost(W(1), "killed"), new WorkerJoined(W(1), 0));

        Assert.Equal(new WorkerState(W(1), 0), back.Workers[W(1)]);
        Assert.Equal(1, back.Faults);
    }

    [Fact]
    public void A_fault_is_counted_once_for_each_loss()
    {
        var state = Open(3).With(new WorkerLost(W(1), "killed"), new WorkerLost(W(1), "again"), new WorkerLost(W(2), "killed"));
        Assert.Equal((2, "killed"), (state.Faults, state.Workers[W(1)].LostReason));

        var abandoned = state.With(state.Abandon(new AttemptFault.Broken(Suspect: null)));

        Assert.Equal((2, true), (abandoned.Faults, abandoned.Open is null));
    }

    [Fact]
    public void A_commit_moves_step_version_and_round_together()
    {
        var open = Open(2) with { Attempts = 3 };
        var state = open.With(open.Commit(Report(1), Report(2)));

        Assert.Equal((40, 4, 5), (state.Step, state.Version, state.Round));
        Assert.Equal((0, 0.1, null, null), (state.Attempts, state.StepSeconds, state.Open, state.Abandoned));
        Assert.All(state.Workers.Values, w => Assert.Equal(40, w.Step));
    }

    [Fact]
    public void Workers_without_a_part_in_the_round_fall_behind()
    {
        var open = Open(1);
        open = open with { Workers = open.Workers.Add(W(2), Ready(2)) };

        Assert.Equal(30, open.With(open.Commit(Report(1))).Workers[W(2)].Step);
    }

    [Fact]
    public void Speeds_are_smoothed()
    {
        var state = Open(2, 0.4);
        state = state with { Workers = state.Workers.SetItem(W(2), Ready(2)) };

        var after = state.With(state.Commit(Report(1, seconds: 2, steps: 10), Report(2, seconds: 2, steps: 10)));

        Assert.Equal(0.3, after.Workers[W(1)].SecondsPerReplicaStep!.Value, 9);
        Assert.Equal(0.2, after.Workers[W(2)].SecondsPerReplicaStep!.Value, 9);
    }

    [Fact]
    public void A_report_without_steps_leaves_the_speed_as_it_was()
    {
        var open = Open(1, 0.4);
        var after = open.With(open.Commit(Report(1, seconds: 0, steps: 0)));

        Assert.Equal(0.4, after.Workers[W(1)].SecondsPerReplicaStep);
    }
}
