using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Nodes;
using GanCluster.Training.Images;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>A folder of images as a run's data: twenty of each of two classes, and other ones of the same name.</summary>
[Collection(RunCollection.Name)]
public sealed class FolderSpecs : IDisposable
{
    private const string Variable = "GANCLUSTER_DATA";
    private readonly TemporaryFolder _folder = new();
    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public FolderSpecs()
    {
        Environment.SetEnvironmentVariable(Variable, _folder.Below("mine"));
        Write("mine", 1);
        Write("other", 2);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_run_learns_from_a_folder_and_goes_on_with_the_same_images_alone()
    {
        var ran = (await Ran.Of(Arguments("2"))).Whole();
        var png = _folder.Below("a.png");
        Assert.Equal(0, (await Ran.Of("sample", "--run", _folder.Below("run"), "--label", "1", "--out", png)).Code);
        Assert.Contains(
            "labels are 0 to 1",
            (await Ran.Of("sample", "--run", _folder.Below("run"), "--label", "2", "--out", png)).Refusal(),
            StringComparison.Ordinal);

        Environment.SetEnvironmentVariable(Variable, _folder.Below("other"));
        var refused = (await Ran.Of(Arguments("4", "--resume"))).Error.TrimEnd().Split('\n')[^1];
        Assert.Contains("was trained on other data of the name hats (SHA-256 ", refused, StringComparison.Ordinal);
        Assert.Contains($"{ran.Json.GetProperty("data_sha256").GetString()![..12]} there", refused, StringComparison.Ordinal);

        Environment.SetEnvironmentVariable(Variable, _folder.Below("mine"));
        (await Ran.Of(Arguments("4", "--resume"))).Whole();
    }

    [Fact]
    public async Task What_is_not_read_as_it_is_is_told_by_train()
    {
        var colours = Enumerable.Range(0, 32 * 32 * 3).Select(i => (byte)i);
        Png.Write(_folder.Below("mine", "hats", "b", "00.png"), new PixelImage(32, 32, 3, [.. colours]));
        File.WriteAllBytes(_folder.Below("mine", "hats", "a", "x.txt"), []);

        var ran = await NodeProcess.Run(_folder.Path, Arguments("1"));

        Assert.Equal(0, ran.Code);
        Assert.Contains(
            "data hats: 40 images (40 PNG) of 32 x 32 pixels, 1 in colour and 39 grey\n"
            + "data hats: left out: 1 .txt\n",
            ran.Error,
            StringComparison.Ordinal);
        Assert.Contains("2 classes: 0 a, 1 b\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_nodes_of_one_machine_it_is_told_once()
    {
        File.WriteAllBytes(_folder.Below("mine", "hats", "a", "x.txt"), []);
        var arguments = Arguments("1");
        arguments[3] = "2";

        var ran = await NodeProcess.Run(_folder.Path, arguments);

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Single(ran.Error.Split('\n'), line => line.StartsWith("data hats: left out: 1 .txt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_in_one_line()
    {
        Assert.Contains(
            "is not known (the nearest is 'hats'): use one of fashion-mnist, mnist, emoji, or set GANCLUSTER_DATA",
            (await Ran.Of(Arguments("2", "--set", "data=hat"))).Refusal(),
            StringComparison.Ordinal);
        Assert.Equal(
            "configuration: 'classes' is 10, and data hats has 2: give classes=2, or leave it out",
            (await Ran.Of(Arguments("2", "--set", "classes=10"))).Refusal());
        Assert.Equal(
            "configuration: 'image.channels' is 3, and data hats is grey: give 1, or leave it out",
            (await Ran.Of(Arguments("2", "--set", "image.channels=3"))).Refusal());
        Assert.False(Directory.Exists(_folder.Below("run")));
    }

    [Fact]
    public async Task A_worker_whose_folder_holds_other_images_is_refused_and_the_run_goes_on()
    {
        await using var run = new NodesRun("data=hats", "conditioning=projection", "classes=2", "network.width=4", "batch=4")
        {
            Run = "fashion-dcgan",
        };
        var coordinator = run.Coordinator("3");
        var join = await run.Address();
        File.WriteAllBytes(_folder.Below("mine", "hats", "a", "x.txt"), []);

        run.Environment[Variable] = _folder.Below("other");
        var other = await run.Start("worker", "--join", join).Exit();
        run.Environment[Variable] = _folder.Below("mine");
        var same = await run.Start("worker", "--join", join).Exit();

        Assert.StartsWith(
            $"{join}: the node's training data have the SHA-256 ", other.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal((2, 0), (other.Code, same.Code));
        Assert.Contains("data hats: left out: 1 .txt\n", same.Error, StringComparison.Ordinal);
        await run.Same(NodesRun.AfterListening(await coordinator.Exit()));
    }

    private string[] Arguments(string steps, params string[] more) =>
    [
        "train", "fashion-dcgan", "--nodes", "0", "--steps", steps, "--json", "--out", _folder.Below("run"),
        "--set", "data=hats", "--set", "conditioning=projection", "--set", "classes=2",
        "--set", "network.width=4", "--set", "batch=4", .. more,
    ];

    private void Write(string folder, int factor)
    {
        foreach (var name in new[] { "a", "b" })
        {
            Directory.CreateDirectory(_folder.Below(folder, "hats", name));
            for (var i = 0; i < 20; i++)
            {
                var pixels = Enumerable.Range(0, 32 * 32).Select(p => (byte)(p * i * factor));
                Png.Write(_folder.Below(folder, "hats", name, $"{i:D2}.png"), new PixelImage(32, 32, 1, [.. pixels]));
            }
        }
    }
}
