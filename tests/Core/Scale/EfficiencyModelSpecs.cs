using GanCluster.Core.Runs;
using GanCluster.Core.Scale;

namespace GanCluster.Core.Tests.Scale;

public class EfficiencyModelSpecs
{
    /// <summary>Whole numbers: 8 MB of weights, a step of 100 ms that never varies, nodes of one device, 8 Gbit/s.</summary>
    private static readonly ScaleCosts Round = new()
    {
        StepSeconds = 0.1,
        StepSpread = 0,
        Weights = 2e6,
        SumsPerStep = 2,
        BitsPerSecond = 8e9,
        DevicesPerNode = 1,
        LatencySeconds = 0.001,
        SliceSeconds = 0.0001,
        AddedBytesPerSecond = 1e9,
        TurnSeconds = 0.01,
        TurnSecondsPerWorker = 0.001,
        SyncEvery = 20,
    };

    [Fact]
    public void A_sum_is_what_goes_over_the_network_and_what_is_added()
    {
        // 4 MB each of 4 nodes: 4 ms of own additions, 6 MB each way, 3 MB more to add, two latencies, 6 slices.
        Assert.Equal(0.004 + 0.006 + 0.003 + 0.002 + 0.0006, EfficiencyModel.Sum(4e6, 4, Round), 9);
        Assert.Equal(6e6, EfficiencyModel.Traffic(4e6, 4, Round), 3);
    }

    [Fact]
    public void Within_a_node_nothing_goes_over_the_network()
    {
        var node = Round with { DevicesPerNode = 4 };

        Assert.Equal(0.016, EfficiencyModel.Sum(4e6, 4, node), 9);
        Assert.Equal(0, EfficiencyModel.Traffic(4e6, 4, node));
    }

    [Fact]
    public void In_gradients_each_network_is_summed_at_every_step()
    {
        var of = EfficiencyModel.Of(SyncMode.Gradients, 4, Round);

        Assert.Equal(0.1, of.Computing);
        Assert.Equal(2 * EfficiencyModel.Sum(4e6, 4, Round), of.Exchanging, 9);

        // 14 ms a round, of a second.
        Assert.Equal(0.014 * (of.Computing + of.Exchanging), of.Coordinating, 9);
        Assert.Equal(0.1 / (of.Computing + of.Exchanging + of.Coordinating), of.Share, 9);
    }

    [Fact]
    public void In_parameters_weights_and_moments_are_summed_once_in_K_steps()
    {
        var of = EfficiencyModel.Of(SyncMode.Parameters, 4, Round);

        Assert.Equal((2.0, 0.014), (of.Computing, Math.Round(of.Coordinating, 9)));
        Assert.Equal(EfficiencyModel.Sum(24e6, 4, Round), of.Exchanging, 9);
    }

    [Fact]
    public void The_slowest_is_waited_for_and_less_so_over_many_steps()
    {
        var spread = Round with { StepSpread = 0.1 };

        var (gradients, parameters) = (
            EfficiencyModel.Of(SyncMode.Gradients, 1000, spread), EfficiencyModel.Of(SyncMode.Parameters, 1000, spread));

        Assert.Equal(0.1 * 0.1 * Math.Sqrt(2 * Math.Log(1000)), gradients.Waiting, 9);
        Assert.Equal(Math.Sqrt(20) * gradients.Waiting, parameters.Waiting, 9);
        Assert.Equal(0, EfficiencyModel.Of(SyncMode.Gradients, 1, spread).Waiting);
    }

    [Theory]
    [InlineData(SyncMode.Gradients)]
    [InlineData(SyncMode.Parameters)]
    public void More_devices_are_never_more_efficient_and_a_faster_network_is(SyncMode sync)
    {
        var costs = new ScaleCosts();
        foreach (var devices in new[] { 16, 64, 512, 4096 })
        {
            var of = EfficiencyModel.Of(sync, devices, costs);

            Assert.InRange(of.Share, 0, EfficiencyModel.Of(sync, devices / 2, costs).Share);
            Assert.InRange(of.Share, EfficiencyModel.Of(sync, devices, costs with { BitsPerSecond = 10e9 }).Share, 1);
        }
    }
}
