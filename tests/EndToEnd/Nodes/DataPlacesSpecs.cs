using System.Diagnostics;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Runs;
using GanCluster.Training.Images;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>A program's own GAN of 3 x 24 x 40 over nodes whose images lie in different places.</summary>
[Collection(RunCollection.Name)]
public sealed class DataPlacesSpecs : IDisposable
{
    private static readonly string Wide = ExampleProgram.File("wide.json");
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(45);

    private readonly Photos _photos = new();
    private readonly ExampleProgram _program;

    public DataPlacesSpecs() => _program = new ExampleProgram("FaultyGan", _photos.Folder);

    public void Dispose() => _photos.Dispose();

    [Fact]
    public async Task It_learns_the_same_from_a_folder_whoever_has_it_where()
    {
        var (here, there, other) = (_photos.Write("here"), _photos.Write("there"), _photos.Write("other", factor: 3));
        var run = _photos.Folder.Below("run");
        using var coordinator = _program.Start(
            "coordinator", Wide, "--data", here, "--workers", "2", "--steps", "6", "--port", "0", "--out", run, "--json", "--http", "off");
        var join = await Address(run);

        var refused = await _program.Run(Worker(join, "--data", other));
        var without = await _program.Run(Worker(join));
        var broken = await _program.Run(Worker(join, "--data", _photos.Folder.Below("nowhere")));
        using var second = _program.Start(Worker(join, "--data", there));
        using var first = _program.Start(Worker(join, "--data", here));
        Assert.Equal((0, 0), ((await first.Exit()).Code, (await second.Exit()).Code));

        var ended = await coordinator.Exit();
        var nodes = NodesRun.AfterListening(ended).Whole();
        var local = (await _program.Run(
            "train", Wide, "--data", there, "--nodes", "0", "--workers-per-node", "2", "--steps", "6", "--json", "--http", "off",
            "--out", _photos.Folder.Below("local"))).Whole();
        Assert.Equal(DataOf(local), DataOf(nodes));
        Assert.Equal(local.WeightsSha256, nodes.WeightsSha256);
        Assert.Equal((2, 2, 2), (refused.Code, without.Code, broken.Code));
        Assert.Contains("training data have the SHA-256 ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("the run names no data: give --data PATH, where its images lie on this machine", without.Error, StringComparison.Ordinal);
        Assert.Contains($"'{_photos.Folder.Below("nowhere")}' is not there: ", broken.Error, StringComparison.Ordinal);
        Assert.Single(ended.Error.Split('\n'), line => line.StartsWith("refused a node at ", StringComparison.Ordinal));
        Assert.Equal(
            2, ended.Error.Split('\n').Count(line => line == "a node refused to take part: the node can't use its data; its own last line says why"));
        Assert.DoesNotContain("nowhere", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_nodes_of_one_machine_as_well_and_grey_images_are_refused()
    {
        var photos = _photos.Write("photos");
        var nodes = (await _program.Run(Training(photos, "nodes", "--nodes", "2"))).Whole();
        var local = (await _program.Run(Training(photos, "local", "--nodes", "0"))).Whole();
        Assert.Equal(local.WeightsSha256, nodes.WeightsSha256);

        var grey = _photos.Folder.Below("grey");
        Directory.CreateDirectory(grey);
        for (var i = 0; i < 10; i++)
        {
            Png.Write(Path.Combine(grey, $"{i}.png"), new PixelImage(8, 8, 1, new byte[64]));
        }

        Assert.Equal(
            "--data is grey, and the samples have the shape (3, 24, 40): give data of that shape",
            (await _program.Run(Training(grey, "none", "--nodes", "0"))).Error.TrimEnd().Split('\n')[^1]);
        Assert.False(Directory.Exists(_photos.Folder.Below("none")));
    }

    private string[] Training(string data, string folder, params string[] more) =>
        ["train", Wide, "--data", data, "--steps", "4", "--json", "--http", "off", "--out", _photos.Folder.Below(folder), .. more];

    private static string? DataOf(Ran run) => run.Json.GetProperty("data_sha256").GetString();

    private static string[] Worker(string join, params string[] more) => ["worker", "--join", join, "--http", "off", .. more];

    private static async Task<string> Address(string run)
    {
        var watch = Stopwatch.StartNew();
        using var soon = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (LiveRun.Read(run)?.Address is null)
        {
            Assert.True(watch.Elapsed < Deadline, "waited in vain for a coordinator that listens");
            await soon.WaitForNextTickAsync();
        }

        return LiveRun.Read(run)!.Address!;
    }
}
