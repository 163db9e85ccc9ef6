using GanCluster.EndToEnd.Tests.Runs;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>The same weights, whichever processes compute them.</summary>
[Collection(NodesCollection.Name)]
public sealed class SameWeightsSpecs
{
    private const int Steps = 30;

    [Theory]
    [InlineData("sync=gradients")]
    [InlineData("sync=parameters")]
    public async Task One_to_four_workers_in_one_to_three_nodes_give_the_weights_of_one_process(string sync)
    {
        var quiet = "";
        foreach (var (nodes, workersPerNode) in new[] { (1, 1), (2, 1), (3, 1), (2, 2) })
        {
            await using var run = new NodesRun(sync, "syncEvery=10");
            var ran = await run.Train(nodes, $"{Steps}", "--workers-per-node", $"{workersPerNode}").Exit();
            quiet = quiet.Length > 0 ? quiet : await run.QuietHash(Steps);
            Assert.Equal(quiet, ran.Whole().WeightsSha256);
            CheckShares(ran, nodes * workersPerNode, Steps * 4 * 16);
        }
    }

    /// <summary>That many workers took part without a fault, and read all that was planned.</summary>
    internal static void CheckShares(Ran ran, int workers, long images)
    {
        var shares = ran.Json.GetProperty("workers").EnumerateArray().Select(w => w.GetProperty("images").GetInt64()).ToList();
        Assert.Equal(workers, shares.Count);
        Assert.All(shares, share => Assert.True(share > 0));
        Assert.Equal(images, shares.Sum());
        Assert.Equal(0, ran.Json.GetProperty("faults").GetInt64());
    }
}
