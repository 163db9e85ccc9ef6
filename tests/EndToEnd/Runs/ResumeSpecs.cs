using System.Text.RegularExpressions;
using GanCluster.EndToEnd.Tests.Commands;

namespace GanCluster.EndToEnd.Tests.Runs;

[Collection(RunCollection.Name)]
public sealed class ResumeSpecs : IDisposable
{
    private const string Endless = "1e9";
    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder.Below("run");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_killed_with_SIGKILL_goes_on_to_the_same_weights()
    {
        using (var node = Start("400"))
        {
            await node.Checkpoints(Folder, 2);
            node.Kill();
            Assert.Equal(137, (await node.Exit()).Code);
        }

        Assert.False(File.Exists(Path.Combine(Folder, "summary.json")));
        var resumed = await NodeProcess.Run(_folder.Path, Arguments(Folder, "400", "--resume", "--workers-per-node", "1"));
        Assert.Equal(400, resumed.Whole().Json.GetProperty("steps").GetInt64());
        Assert.Equal(await Uninterrupted("400"), resumed.WeightsSha256);
    }

    [Theory]
    [InlineData(NodeProcess.Terminate, 0)]
    [InlineData(NodeProcess.Interrupt, 130)]
    public async Task A_signal_ends_a_run_with_checkpoint_and_summary_and_it_can_go_on(int signal, int code)
    {
        using var node = Start(Endless);
        await node.Checkpoints(Folder, 1);
        node.Signal(signal);
        var stopped = await node.Exit();
        Assert.Equal(code, stopped.Code);
        var summary = (stopped with { Code = 0 }).Whole();
        var steps = summary.Json.GetProperty("steps").GetInt64();
        Assert.EndsWith($"step-{steps:D8}", PlainCheckpoint.Newest(Folder), StringComparison.Ordinal);
        Assert.Equal(PlainCheckpoint.WeightsSha256(PlainCheckpoint.Newest(Folder)), summary.WeightsSha256);
        Assert.True(File.Exists(Path.Combine(Folder, "samples", $"step-{steps:D8}.png")));

        var resumed = await Ran.Of(Arguments(Folder, $"{steps + 50}", "--resume"));
        Assert.Equal(await Uninterrupted($"{steps + 50}"), resumed.Whole().WeightsSha256);
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_passed_over_for_the_one_before()
    {
        var whole = await Ran.Of(Arguments(Folder, "96"));
        var newest = PlainCheckpoint.Newest(Folder);
        Assert.EndsWith("step-00000096", newest, StringComparison.Ordinal);
        FlipByte(PlainCheckpoint.ModelFile(newest));

        var resumed = await NodeProcess.Run(_folder.Path, Arguments(Folder, "96", "--resume"));
        Assert.Equal(whole.WeightsSha256, resumed.Whole().WeightsSha256);
        Assert.Equal(whole.WeightsSha256, PlainCheckpoint.WeightsSha256(newest));
        Assert.Contains($"passed over {newest}", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("does not have the SHA-256 that its manifest says", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("from step 64", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_complete_run_says_so_and_changes_nothing()
    {
        var first = await Ran.Of(Arguments(Folder, "40"));
        var before = File.GetLastWriteTimeUtc(PlainCheckpoint.ModelFile(PlainCheckpoint.Newest(Folder)));
        var again = await NodeProcess.Run(_folder.Path, Arguments(Folder, "40", "--resume"));
        Assert.Contains("all 40 steps are in the checkpoint at step 40: nothing to do", again.Error, StringComparison.Ordinal);
        Assert.Equal(first.Output, again.Output);
        Assert.Equal(before, File.GetLastWriteTimeUtc(PlainCheckpoint.ModelFile(PlainCheckpoint.Newest(Folder))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_kill_between_the_last_checkpoint_and_the_summary_costs_only_the_summary(bool stoppedBefore)
    {
        var summary = Path.Combine(Folder, "summary.json");
        await Ran.Of(Arguments(Folder, "20"));
        var older = File.ReadAllText(summary);
        var first = await Ran.Of(Arguments(Folder, "40", "--resume"));
        File.Delete(summary);
        if (stoppedBefore)
        {
            File.WriteAllText(summary, older);
        }

        File.Delete(Path.Combine(Folder, "samples", "step-00000040.png"));
        var again = (await Ran.Of(Arguments(Folder, "40", "--resume"))).Whole();
        Assert.Equal(first.WeightsSha256, again.WeightsSha256);
        foreach (var figure in new[] { "steps", "images", "workers", "metrics" })
        {
            Assert.Equal(first.Json.GetProperty(figure).GetRawText(), again.Json.GetProperty(figure).GetRawText());
        }

        Assert.Contains(first.WeightsSha256, File.ReadAllText(summary), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder, "samples", "step-00000040.png")));
    }

    [Fact]
    public async Task Another_configuration_is_refused_and_the_keys_that_differ_are_named()
    {
        await Ran.Of(Arguments(Folder, "40"));
        var refused = await NodeProcess.Run(
            _folder.Path, Arguments(Folder, "80", "--resume", "--set", "optimizer.g=0.5", "--seed", "7"));
        var line = refused.Refusal();
        Assert.Contains("optimizer.g (0.0004 there, 0.5 here)", line, StringComparison.Ordinal);
        Assert.Contains("seed (1 there, 7 here)", line, StringComparison.Ordinal);
        Assert.DoesNotContain("batch", line, StringComparison.Ordinal);
        Assert.EndsWith("step-00000040", PlainCheckpoint.Newest(Folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_of_another_libtorch_is_not_resumed_but_sampled()
    {
        await Ran.Of(Arguments(Folder, "40"));
        var newest = PlainCheckpoint.Newest(Folder);
        PlainCheckpoint.Rewrite(newest, manifest => Regex.Replace(manifest, "libtorch [^\"]+", "libtorch 1.0.0, avx2"));

        var refused = await NodeProcess.Run(_folder.Path, Arguments(Folder, "80", "--resume"));

        Assert.StartsWith(
            $"'{newest}' was made by libtorch 1.0.0, avx2, and here is libtorch ", refused.Refusal(), StringComparison.Ordinal);
        Assert.EndsWith("or give another --out without --resume", refused.Refusal(), StringComparison.Ordinal);
        Assert.Equal(0, (await Ran.Of("sample", "--run", Folder, "--out", _folder.Below("points.png"))).Code);
    }

    [Fact]
    public async Task Resuming_nothing_and_starting_over_a_run_are_refused()
    {
        Assert.Contains(
            "holds no run to resume", (await Ran.Of(Arguments(Folder, "40", "--resume"))).Refusal(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
        await Ran.Of(Arguments(Folder, "4"));
        Assert.Contains("holds a run already", (await Ran.Of(Arguments(Folder, "4"))).Refusal(), StringComparison.Ordinal);
    }

    private NodeProcess Start(string steps) =>
        NodeProcess.Start(_folder.Path, new Dictionary<string, string>(), Arguments(Folder, steps, "--workers-per-node", "2"));

    private async Task<string> Uninterrupted(string steps) =>
        (await Ran.Of(Arguments(_folder.Below("uninterrupted"), steps))).WeightsSha256;

    /// <summary>64 images a step, a checkpoint every 32 steps.</summary>
    private static string[] Arguments(string folder, string steps, params string[] more) =>
    [
        "train", "ring8", "--nodes", "0", "--steps", steps, "--json", "--out", folder, "--set", "checkpointEvery=2048",
        "--set", "batch=32", "--set", "replicas=2", "--set", "network.width=32", .. more,
    ];

    private static void FlipByte(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
