using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Training.Checkpoints;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>Runs that begin with another run's weights.</summary>
[Collection(RunCollection.Name)]
public sealed class FromSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_begins_with_the_others_averaged_generator_whoever_computes_and_says_whose_that_is()
    {
        var source = await Train("source", "20");
        var alone = await Train("alone", "6", "--from", Folder("source"));
        var two = await Train("two", "6", "--from", Folder("source"), "--workers-per-node", "2");
        var nodes = await NodeProcess.Run(_folder.Path, Arguments("nodes", "6", "--from", Folder("source"), "--nodes", "2"));
        var anew = await Train("anew", "6");

        Assert.Single(new[] { alone, two, nodes }.Select(ran => ran.Whole().WeightsSha256).Distinct());
        Assert.NotEqual(anew.WeightsSha256, alone.WeightsSha256);
        Assert.All([alone, two, nodes], ran => Assert.Equal(source.WeightsSha256, From(ran)));
        Assert.False(anew.Json.TryGetProperty("from", out _));

        var (theirs, first) = (Tensors("source", 20), Tensors("alone", 0));
        Assert.All(first, tensor => Assert.Equal(Expected(tensor.Key, theirs) ?? new float[tensor.Value.Length], tensor.Value));
        Assert.NotEqual(theirs["g.0.weight"], first["g.0.weight"]);
    }

    [Fact]
    public async Task It_is_resumed_without_the_run_that_it_began_from()
    {
        var source = await Train("source", "20");
        var quiet = await Train("quiet", "12", "--from", Folder("source"));
        await Train("run", "6", "--from", Folder("source"));
        Directory.Delete(Folder("source"), recursive: true);

        // From a checkpoint of its own, and from the one that it began with.
        var resumed = await Train("run", "12", "--resume");
        Assert.Equal((quiet.WeightsSha256, source.WeightsSha256), (resumed.WeightsSha256, From(resumed)));
        while (!PlainCheckpoint.Newest(Folder("run")).EndsWith("-00000000", StringComparison.Ordinal))
        {
            Directory.Delete(PlainCheckpoint.Newest(Folder("run")), recursive: true);
        }

        resumed = await Train("run", "12", "--resume");
        Assert.Equal((quiet.WeightsSha256, source.WeightsSha256), (resumed.WeightsSha256, From(resumed)));

        // Killed before it had any.
        Directory.Delete(Path.Combine(Folder("run"), "checkpoints"), recursive: true);
        Assert.Contains(
            "was ended before it held the weights that it was to begin from",
            (await Train("run", "12", "--resume")).Refusal(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("has ema.6.weight of shape [2, 32], and this run's networks one of [32, 32]", "network.depth=4")]
    [InlineData("has ema.0.weight of shape [32, 100], and this run's networks one of [16, 100]", "network.width=16")]
    [InlineData("has d.7.bias of shape [1], which this run's networks lack", "network.depth=2")]
    public async Task What_does_not_fit_is_named_and_nothing_is_written(string what, string setting)
    {
        await Train("source", "1");
        var refused = (await Train("run", "6", "--from", Folder("source"), "--set", setting)).Refusal();
        Assert.StartsWith($"'{PlainCheckpoint.Newest(Folder("source"))}' ", refused, StringComparison.Ordinal);
        Assert.Contains(what, refused, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder("run")));
    }

    [Fact]
    public async Task A_new_run_is_not_one_to_go_on_with_and_there_must_be_one_to_begin_from()
    {
        var both = (await Train("run", "6", "--from", "x", "--resume")).Refusal();
        Assert.Contains("--resume and --from exclude each other", both, StringComparison.Ordinal);
        Assert.Contains("is not there", (await Train("run", "6", "--from", Folder("none"))).Refusal(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder("run")));
    }

    /// <summary>Null for moments.</summary>
    private static float[]? Expected(string name, Dictionary<string, float[]> theirs) =>
        name.StartsWith("opt.", StringComparison.Ordinal) ? null
        : name.StartsWith("g.", StringComparison.Ordinal) ? theirs[$"ema{name[1..]}"]
        : theirs[name];

    private Dictionary<string, float[]> Tensors(string run, long step) =>
        new CheckpointStore(Path.Combine(Folder(run), "checkpoints")).At(step)!.Load().Tensors
            .ToDictionary(t => t.Name, t => t.Values.ToArray(), StringComparer.Ordinal);

    private string Folder(string run) => _folder.Below(run);

    private static string? From(Ran ran) => ran.Json.GetProperty("from").GetString();

    private Task<Ran> Train(string run, string steps, params string[] more) =>
        Ran.Of(Arguments(run, steps, ["--nodes", "0", .. more]));

    private string[] Arguments(string run, string steps, params string[] more) =>
    [
        "train", "ring8", "--steps", steps, "--json", "--http", "off", "--out", Folder(run),
        "--set", "batch=32", "--set", "replicas=2", "--set", "network.width=32", "--set", "network.depth=3",
        "--set", "latent.size=100", .. more,
    ];
}
