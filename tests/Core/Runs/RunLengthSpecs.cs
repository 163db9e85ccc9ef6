using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class RunLengthSpecs
{
    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(1000, 1, 100, 1, 10)]
    [InlineData(1001, 1, 100, 1, 11)]
    [InlineData(1, 4096, 65536, 1000, 1)]
    [InlineData(600_000, 2, 32, 1, 9375)]
    [InlineData(600_000, 2, 32, 5, 1875)]
    [InlineData(1_000_000_000_000, 1, 1, 1, 1_000_000_000_000)]
    public void A_run_has_the_fewest_steps_that_reach_its_horizon(long horizon, int replicas, int batch, int dSteps, long steps)
    {
        var run = TestRuns.Ring8 with { Horizon = horizon, Replicas = replicas, Batch = batch, DSteps = dSteps };

        Assert.Equal(steps, RunLength.Steps(run));
        Assert.True(RunLength.ImagesAfter(run, steps) >= horizon);
        Assert.True(RunLength.ImagesAfter(run, steps - 1) < horizon);
    }

    [Fact]
    public void Images_that_are_not_a_whole_number_of_steps_round_up()
    {
        var run = TestRuns.Ring8 with { Replicas = 2, Batch = 32, DSteps = 1 };

        Assert.Equal(64, RunLength.ImagesPerStep(run));
        Assert.Equal(0, RunLength.StepsFor(run, 0));
        Assert.Equal(2, RunLength.StepsFor(run, 65));
        Assert.Throws<ArgumentOutOfRangeException>(() => RunLength.StepsFor(run, -1));
    }

    [Theory]
    [InlineData("srgan", 0.5, 5)]
    [InlineData("srgan", 0.5005, 6)]
    [InlineData("srgan", 0.501, 6)]
    [InlineData("srgan", 0, 0)]
    [InlineData("srgan", 1, 10)]
    [InlineData("dcgan", 0.5, 0)]
    public void Pre_training_is_the_fewest_steps_that_reach_its_share(string family, double share, long steps)
    {
        var run = new RunConfiguration { Family = family, Data = "mnist", Horizon = 1000, Batch = 100 };

        Assert.Equal(steps, RunLength.PretrainSteps(run with { SuperResolution = new() { Pretrain = share } }));
    }
}
