using GanCluster.Core.Ledger;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Journal;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>What the project is for: the same weights whoever computes them.</summary>
[Collection(RunCollection.Name)]
public sealed class InvarianceSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sync=gradients")]
    [InlineData("sync=parameters")]
    [InlineData("sync=parameters", "syncPrecision=fp8")]
    public async Task One_to_four_workers_give_the_same_weights(params string[] settings)
    {
        var hashes = new HashSet<string>();
        var norms = new HashSet<(double D, double G)>();
        for (var workers = 1; workers <= 4; workers++)
        {
            var ran = (await Ring8(workers, "1", settings)).Whole();
            hashes.Add(ran.WeightsSha256);
            norms.Add(LastNorms(Out(workers, "1", settings)));
            var shares = ran.Json.GetProperty("workers").EnumerateArray().ToDictionary(
                w => w.GetProperty("id").GetString()!, w => w.GetProperty("images").GetInt64());
            Assert.Equal(Enumerable.Range(1, workers).Select(w => $"worker-{w}"), shares.Keys);
            Assert.All(shares.Values, images => Assert.True(images > 0));
            Assert.Equal(12 * 4 * 16, shares.Values.Sum());
        }

        Assert.Single(hashes);
        var (d, g) = Assert.Single(norms);
        Assert.True(d > 0 && g > 0);
    }

    [Fact]
    public async Task Another_seed_and_the_other_way_to_combine_give_other_weights()
    {
        Ran[] runs =
        [
            await Ring8(1, "1", "sync=gradients"),
            await Ring8(2, "2", "sync=gradients"),
            await Ring8(3, "1", "sync=parameters"),
            await Ring8(4, "1", "sync=parameters", "syncEvery=3"),
        ];
        Assert.Equal(runs.Length, runs.Select(ran => ran.WeightsSha256).Distinct().Count());
    }

    [Fact]
    public async Task One_and_three_workers_give_a_DCGAN_the_same_weights()
    {
        var one = await Dcgan(1);
        var three = await Dcgan(3);
        Assert.Equal(one.WeightsSha256, three.WeightsSha256);
        Assert.Equal(3, three.Json.GetProperty("workers").GetArrayLength());
    }

    [Fact]
    public async Task The_summarys_hash_is_that_of_the_last_checkpoints_tensors()
    {
        var ran = await Ring8(2, "1", "sync=gradients");
        Assert.Matches("^[0-9a-f]{64}$", ran.WeightsSha256);
        Assert.Equal(PlainCheckpoint.WeightsSha256(PlainCheckpoint.Newest(Out(2, "1", "sync=gradients"))), ran.WeightsSha256);
    }

    [Fact]
    public async Task The_journal_has_every_position_of_the_run_once()
    {
        await Ring8(3, "1", "sync=parameters");
        using var journal = RunDatabase.Open(Path.Combine(Out(3, "1", "sync=parameters"), "run.db"), create: false);
        var positions = journal.ReadContributions().SelectMany(c => ReadLog.Decode(c.Reads)).Order();
        Assert.Equal(Enumerable.Range(0, 12 * 4 * 16).Select(p => (long)p), positions);
    }

    /// <summary>Of the gradients of the run's last step.</summary>
    private static (double D, double G) LastNorms(string folder)
    {
        using var journal = RunDatabase.OpenToRead(Path.Combine(folder, "run.db"));
        var last = journal.ReadRounds().Last();
        return (last.NormD, last.NormG);
    }

    private string Out(int workers, string seed, params string[] settings) =>
        _folder.Below($"{workers}-{seed}-{string.Join('-', settings)}");

    private Task<Ran> Ring8(int workers, string seed, params string[] settings) => Ran.Of(
    [
        "train", "ring8", "--nodes", "0", "--steps", "12", "--seed", seed, "--workers-per-node", $"{workers}", "--json",
        "--set", "replicas=4", "--set", "batch=16", "--set", "syncEvery=4",
        .. settings.SelectMany(setting => new[] { "--set", setting }), "--out", Out(workers, seed, settings),
    ]);

    private async Task<Ran> Dcgan(int workers) => (await Ran.Of(
        "train", "fashion-dcgan", "--nodes", "0", "--steps", "3", "--workers-per-node", $"{workers}", "--json",
        "--out", _folder.Below($"{workers}"), "--set", "network.width=8", "--set", "batch=8",
        "--set", "replicas=3", "--set", "latent.size=16")).Whole();
}
