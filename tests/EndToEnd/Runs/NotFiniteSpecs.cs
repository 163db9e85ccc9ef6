using System.Globalization;
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
    public async Task It_ends_at_its_first_step_and_leaves_nothing_for_any_number_of_workers(string sync, string line)
    {
        foreach (var workers in (string[])["1", "2"])
        {
            var ran = await Ran.Of(R3Gan(workers, "--nodes", "0", "--workers-per-node", workers, "--set", "sync=" + sync));

            Ends(ran, workers, line);
        }
    }

    [Fact]
    public async Task Nodes_end_it_as_threads_do()
    {
        var ran = await NodeProcess.Run(_folder.Below(""), R3Gan("nodes", "--nodes", "2"));

        Ends(ran, "nodes", "failed: step 0: G's gradient is not finite; there is no checkpoint");
    }

    [Theory]
    [InlineData("gradients")]
    [InlineData("parameters")]
    public async Task The_last_healthy_checkpoint_stays_and_no_other_is_written(string sync)
    {
        var lines = new HashSet<string>();
        foreach (var workers in (string[])["1", "2", "3"])
        {
            var ran = await Ran.Of(
                "train", "ring8", "--nodes", "0", "--steps", "200", "--workers-per-node", workers,
                "--out", _folder.Below(workers), "--set", "batch=16", "--set", "replicas=4", "--set", "syncEvery=2",
                "--set", "checkpointEvery=64", "--set", "penalties.r1=10", "--set", "optimizer.d=5", "--set", "optimizer.g=5",
                "--set", "sync=" + sync);

            var newest = new CheckpointStore(Path.Combine(_folder.Below(workers), "checkpoints")).Newest().Checkpoint;
            Assert.NotNull(newest);
            Assert.All(newest.Load().Tensors, tensor => Assert.All(tensor.Values.ToArray(), v => Assert.True(float.IsFinite(v))));
            var line = ran.Error.TrimEnd().Split('\n')[^1];
            Assert.EndsWith($"; the last healthy checkpoint is step {newest.Manifest.Step} ({newest.Folder})", line);
            Assert.Equal(1, ran.Code);
            lines.Add(line.Split(';')[0]);
        }

        var named = Assert.Single(lines);
        Assert.Matches("^failed: step [0-9]+: D's gradient is not finite", named);
        var step = long.Parse(named["failed: step ".Length..].Split(':')[0], CultureInfo.InvariantCulture);
        Assert.InRange(step, 1, 100);
    }

    private string[] R3Gan(string folder, params string[] options) =>
    [
        "train", "fashion-r3gan", "--steps", "12", "--set", "batch=8", "--set", "replicas=4", "--set", "optimizer.d=1e30",
        "--set", "optimizer.g=1e30", "--out", _folder.Below(folder), .. options,
    ];

    private void Ends(Ran ran, string folder, string line)
    {
        Assert.Equal((1, "", line), (ran.Code, ran.Output, ran.Error.TrimEnd().Split('\n')[^1]));
        Assert.Empty(new CheckpointStore(Path.Combine(_folder.Below(folder), "checkpoints")).Kept());
        Assert.Empty(Directory.GetFiles(_folder.Below(folder), "*.png", SearchOption.AllDirectories));
        Assert.False(File.Exists(Path.Combine(_folder.Below(folder), "summary.json")));
    }
}
