using GanCluster.Core.Runs;
using GanCluster.Training.Optimization;

namespace GanCluster.Training.Tests.Optimization;

public class SchedulesSpecs
{
    /// <summary>100 images a step, 1,000 steps to the horizon.</summary>
    private static readonly RunConfiguration Run = new()
    {
        Family = "mixture",
        Data = "ring8",
        Replicas = 2,
        Batch = 25,
        DSteps = 2,
        Horizon = 100_000,
        Optimizer = new OptimizerOptions { Final = 0.2 },
        Penalties = new PenaltyOptions { R1 = 1, Final = 0.5, Span = 0.5 },
        Ema = new EmaOptions { HalfLife = 1000, Ramp = 0.05 },
    };

    private static readonly Schedules Schedules = new(Run);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(250, 0.2 + (0.8 * 0.8535533905932737))]
    [InlineData(500, 0.6)]
    [InlineData(1000, 0.2)]
    [InlineData(5000, 0.2)]
    public void The_learning_rate_falls_by_half_a_cosine_over_the_horizon(long step, double factor) =>
        Assert.Equal(factor, Schedules.LearningRate(step), 1e-12);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(250, 0.75)]
    [InlineData(500, 0.5)]
    [InlineData(900, 0.5)]
    public void Gamma_falls_over_its_own_share_of_the_horizon(long step, double factor) =>
        Assert.Equal(factor, Schedules.Gamma(step), 1e-12);

    [Fact]
    public void A_final_share_of_1_holds_the_value()
    {
        var constant = new Schedules(Run with { Optimizer = new OptimizerOptions(), Penalties = new PenaltyOptions() });
        Assert.All([0L, 1, 500, 999, 2000], step =>
            Assert.Equal((1.0, 1.0), (constant.LearningRate(step), constant.Gamma(step))));
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(11, 1, 0.25)]
    [InlineData(1001, 1, 0.9330329915368074)]
    [InlineData(1010, 10, 0.5)]
    [InlineData(20, 10, 0.0000009536743164)]
    public void The_EMA_halves_after_its_half_life_of_at_most_5_percent_of_the_images_seen(long end, int steps, double kept) =>
        Assert.Equal(kept, Schedules.EmaKept(end, steps), 1e-12);

    [Fact]
    public void Without_a_ramp_the_EMA_keeps_the_same_share_from_the_start() => Assert.Equal(
        Math.Pow(0.5, 0.1), new Schedules(Run with { Ema = new EmaOptions { HalfLife = 1000, Ramp = 0 } }).EmaKept(1, 1), 1e-12);
}
