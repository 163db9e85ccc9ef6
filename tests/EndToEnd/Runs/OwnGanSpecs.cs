using GanCluster.EndToEnd.Tests.Commands;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>The example's program, with a GAN and data that only it knows.</summary>
[Collection(RunCollection.Name)]
public sealed class OwnGanSpecs : IDisposable
{
    private static readonly string Spots = ExampleProgram.File("spots.json");

    private readonly TemporaryFolder _folder = new();
    private readonly ExampleProgram _program;

    public OwnGanSpecs() => _program = new ExampleProgram("OwnGan", _folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_weights_are_the_same_in_one_process_and_over_nodes_and_can_be_sampled()
    {
        var one = await _program.Run(Training("one", "--nodes", "0"));
        var three = await _program.RunAsExecutable(Training("three", "--nodes", "0", "--workers-per-node", "3"));
        var nodes = await _program.Run(Training("nodes", "--nodes", "2"));
        Assert.Single(new[] { one, three, nodes }.Select(ran => ran.Whole().WeightsSha256).Distinct());
        Assert.Equal([1, 3, 2], new[] { one, three, nodes }.Select(ran => ran.Json.GetProperty("workers").GetArrayLength()));

        var png = _folder.Below("spots.png");
        Assert.Equal(0, (await _program.Run("sample", "--run", _folder.Below("one"), "--out", png)).Code);
        Assert.Equal((2 + (8 * ((2 * 16) + 2)), false), ExampleProgram.Picture(png));

        var measured = await _program.RunAsExecutable("evaluate", "--run", _folder.Below("one"));
        Assert.StartsWith("data spots has no held-out images", measured.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_by_the_coordinator_node_before_anything_is_written()
    {
        string[] arguments = ["train", Spots, "--set", "family=dcgan", "--set", "image.size=32", "--nodes", "2", "--out", _folder.Below("run")];
        var line = (await _program.RunAsExecutable(arguments)).Refusal();
        Assert.StartsWith("configuration: 'data' is spots with samples of shape (1, 16, 16)", line, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    private string[] Training(string folder, params string[] more) =>
        ["train", Spots, "--steps", "6", "--json", "--http", "off", "--out", _folder.Below(folder), .. more];
}
