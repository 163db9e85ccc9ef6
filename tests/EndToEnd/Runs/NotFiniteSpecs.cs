using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Training.Checkpoints;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>A run whose numbers end says where, and leaves the last healthy checkpoint.</summary>
[Collection(RunCollection.Name)]
public sealed class NotFiniteSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gradients", "failed: step 0: G's gradient is not finite; there is no checkpoint")]
    [InlineData("parameters", "failed: step 0: G's gradient is not finite in replica 0; there is no checkpoint")]
    public async Task It_ends_at_the_same_step_for_any_number_of_workers(string sync, string line)
    {
        foreach (var workers in (string[])["1", "2"])
        {
            var ran = await R3Gan(workers, "sync=" + sync);

            Assert.Equal((1, "", line), (ran.Code, ran.Output, ran.Error.TrimEnd().Split('\n')[^1]));
            Assert.Empty(new CheckpointStore(Path.Combine(_folder.Below(workers), "checkpoints")).Kept());
            Assert.False(File.Exists(Path.Combine(_folder.Below(workers), "summary.json")));
        }
    }

    private Task<Ran> R3Gan(string workers, string setting) => Ran.Of(
        "train", "fashion-r3gan", "--nodes", "0", "--steps", "12", "--workers-per-node", workers, "--out", _folder.Below(workers),
        "--set", "batch=8", "--set", "replicas=4", "--set", "optimizer.d=1e30", "--set", "optimizer.g=1e30", "--set", setting);
}
