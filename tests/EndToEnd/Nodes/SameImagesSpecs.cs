using GanCluster.EndToEnd.Tests.Runs;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>As <see cref="SameWeightsSpecs"/>, with data from files.</summary>
[Collection(RunCollection.Name)]
public sealed class SameImagesSpecs
{
    [Theory]
    [InlineData("sync=gradients")]
    [InlineData("sync=parameters")]
    public async Task Two_nodes_give_a_DCGAN_the_weights_of_one_process(string sync)
    {
        await using var run = new NodesRun(
            sync, "syncEvery=2", "network.width=8", "batch=8", "replicas=3", "latent.size=16") { Run = "fashion-dcgan" };
        var ran = await run.Same(await run.Train(2, "4").Exit());
        SameWeightsSpecs.CheckShares(ran, 2, 4 * 3 * 8);
    }
}
