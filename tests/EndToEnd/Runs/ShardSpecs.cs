namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>Replicas with classes of their own, over a whole training: ledger, replay, resume, and what is refused.</summary>
[Collection(RunCollection.Name)]
public sealed class ShardSpecs : IDisposable
{
    private readonly FewImages _few = new();

    public void Dispose() => _few.Dispose();

    [Theory]
    [InlineData("ring8", "replicas=4", "sync=parameters")]
    [InlineData("fashion-vanilla", "replicas=5", "sync=gradients")]
    [InlineData("fashion-vanilla", "replicas=5", "sync=parameters")]
    public async Task One_two_and_four_workers_give_the_same_weights_and_read_every_position_once(string run, string replicas, string sync)
    {
        var hashes = new HashSet<string>();
        foreach (var workers in new[] { "1", "2", "4" })
        {
            hashes.Add((await Train(run, workers, "12", Out(workers), replicas, sync)).Whole().WeightsSha256);
        }

        var replayed = await Ran.Of("replay", Out("4"), "--from", "0");
        Assert.Single(hashes);
        Assert.Equal(0, replayed.Code);
        Assert.EndsWith("steps 0 to 12: all hashes as recorded\n", replayed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resumed_run_goes_on_in_its_shards_and_takes_no_others()
    {
        var whole = await Train("fashion-vanilla", "1", "12", Out("whole"), "replicas=5", "sync=parameters");
        await Train("fashion-vanilla", "1", "8", Out("parts"), "replicas=5", "sync=parameters");

        var other = await Train("fashion-vanilla", "1", "12", Out("parts"), "replicas=5", "sync=parameters", "shards.classes=4", "--resume");
        var resumed = await Train("fashion-vanilla", "2", "12", Out("parts"), "replicas=5", "sync=parameters", "--resume");

        Assert.Contains("shards.classes", other.Refusal(), StringComparison.Ordinal);
        Assert.Equal(whole.WeightsSha256, resumed.Whole().WeightsSha256);
    }

    [Fact]
    public async Task A_run_says_which_classes_a_replica_reads()
    {
        var ran = await NodeProcess.Run(
            _few.Folder.Path, "train", "ring8", "--nodes", "0", "--steps", "2", "--set", "shards.classes=2", "--out", Out("told"));

        Assert.Equal(0, ran.Code);
        Assert.Contains("replica 2 reads modes 4, 5\n", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ring8", "replicas=3", "by which 3 replicas have 6 of the 8 modes of data ring8, and nobody the others: give at least 3")]
    [InlineData("fashion-vanilla", "replicas=4", "by which 4 replicas have 8 of the 10 classes of data fashion-mnist, and nobody the others")]
    public async Task Shards_that_leave_a_class_to_nobody_are_refused_before_anything_is_written(string run, string replicas, string what)
    {
        var refusal = (await Train(run, "1", "2", Out("refused"), replicas)).Refusal();

        Assert.Contains(what, refusal, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out("refused")));
    }

    private string Out(string name) => _few.Folder.Below(name);

    /// <summary>By two classes a replica unless the last settings say otherwise; what begins with -- is an option.</summary>
    private static Task<Ran> Train(string run, string workers, string steps, string folder, params string[] settings) => Ran.Of(
    [
        "train", run, "--nodes", "0", "--workers-per-node", workers, "--steps", steps, "--seed", "1", "--json", "--out", folder,
        "--set", "batch=8", "--set", "network.width=8", "--set", "syncEvery=4", "--set", "shards.classes=2", "--http", "off",
        .. settings.SelectMany(setting => setting[0] == '-' ? [setting] : new[] { "--set", setting }),
    ]);
}
