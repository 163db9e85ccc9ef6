using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class RoundLengthSpecs
{
    private static readonly RoundOptions Parameters = Options with { Sync = SyncMode.Parameters };

    [Theory]
    [InlineData(null, 1)] // the first round measures
    [InlineData(0.1, 10)]
    [InlineData(0.3, 3)]
    [InlineData(5.0, 1)]
    [InlineData(0.0, 970)] // as many as are left
    public void In_gradients_a_round_lasts_about_the_round_time(double? stepSeconds, int count)
    {
        Assert.Equal(new StepSpan(30, count), RoundLength.Next(Idle() with { StepSeconds = stepSeconds }, Options));
    }

    [Theory]
    [InlineData(50, 0, 0, 10)]
    [InlineData(16, 0, 0, 2)]
    [InlineData(0, 11, 0, 3)]
    [InlineData(16, 11, 31, 1)]
    [InlineData(0, 0, 35, 5)]
    [InlineData(0, 0, 30, 10)] // a pause that is behind
    [InlineData(10, 15, 0, 10)] // at a multiple of both: up to the next
    public void In_gradients_no_round_crosses_a_snapshot_or_a_pause(long evaluate, long checkpoint, long pause, int count)
    {
        var options = Options with { EvaluateEverySteps = evaluate, CheckpointEverySteps = checkpoint, PauseAtStep = pause };

        Assert.Equal(new StepSpan(30, count), RoundLength.Next(Idle(), options));
    }

    [Fact]
    public void In_gradients_the_last_round_is_cut_at_the_target()
    {
        Assert.Equal(new StepSpan(30, 4), RoundLength.Next(Idle(), Options with { TargetStep = 34 }));
    }

    [Theory]
    [InlineData(30, 3)] // by time
    [InlineData(34, 1)]
    [InlineData(35, 5)] // the first averaging
    [InlineData(40, 20)]
    public void In_parameters_rounds_are_of_gradients_until_local_steps_begin(long step, int count)
    {
        var options = Parameters with { LocalFrom = 35 };

        Assert.Equal(new StepSpan(step, count), RoundLength.Next(Idle() with { Step = step, StepSeconds = 0.3 }, options));
    }

    [Theory]
    [InlineData(7, 0, 0, 0, 7)]
    [InlineData(7, 32, 0, 0, 2)]
    [InlineData(7, 0, 11, 0, 3)]
    [InlineData(7, 0, 0, 31, 1)]
    [InlineData(0, 0, 0, 0, 1)]
    public void Where_K_follows_the_drift_the_holders_version_tells_it_and_snapshots_cut_it(
        int told, long evaluate, long checkpoint, long pause, int count)
    {
        var options = Parameters with
        {
            SyncFollows = true, EvaluateEverySteps = evaluate, CheckpointEverySteps = checkpoint, PauseAtStep = pause,
        };
        var state = Idle(Ready(2) with { Every = told }, Lagging(1) with { Every = 19 }, Lost(3) with { Every = 18 });

        Assert.Equal(new StepSpan(30, count), RoundLength.Next(state, options));
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(30, 10)] // resumed between two multiples: back in step
    [InlineData(40, 20)]
    [InlineData(980, 10)] // the last round is short
    public void In_parameters_a_round_ends_at_a_multiple_of_K_whatever_the_speed(long step, int count)
    {
        var options = Parameters with
        { TargetStep = 990, EvaluateEverySteps = 7, CheckpointEverySteps = 3, PauseAtStep = step + 1 };

        Assert.Equal(new StepSpan(step, count), RoundLength.Next(Idle() with { Step = step }, options));
        Assert.Equal(new StepSpan(step, count), RoundLength.Next(Idle() with { Step = step, StepSeconds = null }, options));
    }
}
