using System.Buffers.Binary;
using System.Diagnostics;
using GanCluster.EndToEnd.Tests.Commands;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>The example's program, with a family and data that only it knows.</summary>
[Collection(RunCollection.Name)]
public sealed class OwnGanSpecs : IDisposable
{
    /// <summary>In a PNG: after the signature and the first chunk's length and type.</summary>
    private const int WidthAt = 16;

    private static readonly string Executable = Path.Combine(AppContext.BaseDirectory, "OwnGan");
    private static readonly string[] AsLibrary = [NodeProcess.Host, Executable + ".dll"];
    private static readonly string[] AsExecutable = [Executable];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_weights_are_the_same_in_one_process_and_over_nodes_and_can_be_sampled()
    {
        var one = await Train(AsLibrary, "one", "--nodes", "0");
        var three = await Train(AsExecutable, "three", "--nodes", "0", "--workers-per-node", "3");
        var nodes = await Train(AsLibrary, "nodes", "--nodes", "2");
        Assert.Single(new[] { one, three, nodes }.Select(ran => ran.Whole().WeightsSha256).Distinct());
        Assert.Equal([1, 3, 2], new[] { one, three, nodes }.Select(Workers));

        var png = _folder.Below("spots.png");
        Assert.Equal(0, (await Run(AsLibrary, "sample", "--run", _folder.Below("one"), "--out", png)).Code);
        Assert.Equal(2 + (8 * ((2 * 16) + 2)), BinaryPrimitives.ReadInt32BigEndian(File.ReadAllBytes(png).AsSpan(WidthAt)));

        var measured = await Run(AsExecutable, "evaluate", "--run", _folder.Below("one"));
        Assert.StartsWith("data set 'spots' is this program's own", measured.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_by_the_coordinator_node_before_anything_is_written()
    {
        string[] arguments = ["train", Spots, "--set", "family=dcgan", "--nodes", "2", "--out", _folder.Below("run")];
        var line = (await Run(AsExecutable, arguments)).Refusal();
        Assert.StartsWith("configuration: 'data' is spots with samples of shape (1, 16, 16)", line, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    private static string Spots => Path.Combine(AppContext.BaseDirectory, "spots.json");

    private static int Workers(Ran ran) => ran.Json.GetProperty("workers").GetArrayLength();

    private Task<Ran> Train(string[] program, string folder, params string[] more) => Run(
        program, ["train", Spots, "--steps", "6", "--json", "--http", "off", "--out", _folder.Below(folder), .. more]);

    private async Task<Ran> Run(string[] program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program[0], [.. program[1..], .. arguments]) { WorkingDirectory = _folder.Path };
        using var process = NodeProcess.Start(start, new Dictionary<string, string>());
        return await process.Exit();
    }
}
