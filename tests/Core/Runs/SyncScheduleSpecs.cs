using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class SyncScheduleSpecs
{
    private static readonly RunConfiguration Run = TestRuns.Ring8 with
    {
        Sync = SyncMode.Parameters, SyncEvery = 20, Horizon = 6_401, LocalFrom = 0.25,
    };

    [Fact]
    public void Local_steps_begin_where_their_share_of_the_images_has_been_seen()
    {
        // 64 images a step, 1,601 of 6,401.
        Assert.Equal(new SyncSchedule(SyncMode.Parameters, 20, 26), SyncSchedule.Of(Run));
        Assert.Equal(new SyncSchedule(SyncMode.Gradients, 20), SyncSchedule.Of(Run with { Sync = SyncMode.Gradients, LocalFrom = 0 }));
    }

    [Theory]
    [InlineData(0, SyncMode.Gradients, 26)]
    [InlineData(25, SyncMode.Gradients, 1)]
    [InlineData(26, SyncMode.Parameters, 14)] // to the next multiple of 20
    [InlineData(40, SyncMode.Parameters, 20)]
    public void No_round_crosses_where_they_begin(long step, SyncMode mode, long longest)
    {
        var schedule = SyncSchedule.Of(Run);

        Assert.Equal((mode, longest), (schedule.At(step), schedule.LongestRound(step, told: 0)));
    }

    [Fact]
    public void In_gradients_nothing_but_other_rules_bounds_a_round() =>
        Assert.Equal(long.MaxValue, new SyncSchedule(SyncMode.Gradients, 20).LongestRound(7, told: 0));

    [Theory]
    [InlineData(10, 4, 16)] // to where they begin
    [InlineData(26, 4, 4)]
    [InlineData(27, 7, 7)]
    [InlineData(27, 0, 1)] // no version has told yet
    public void Where_K_follows_the_drift_a_round_is_as_long_as_the_version_tells(long step, int told, long longest)
    {
        var schedule = SyncSchedule.Of(Run with { SyncDrift = 0.01, Replicas = 2, Horizon = 2 * 6_401 });

        Assert.Equal(longest, schedule.LongestRound(step, told));
        Assert.True(schedule.IsCut(step));
        Assert.Equal((true, false), (CheckSteps.Includes(schedule, 10, 50), CheckSteps.Includes(schedule, 10, 54)));
    }
}
