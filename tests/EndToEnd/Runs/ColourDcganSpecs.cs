using System.Text;
using GanCluster.EndToEnd.Tests.Commands;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>The example with batch norm, colours and labels.</summary>
[Collection(RunCollection.Name)]
public sealed class ColourDcganSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ExampleProgram _program;

    public ColourDcganSpecs() => _program = new ExampleProgram("ColourDcgan", _folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("figures", "gradients")]
    [InlineData("figures-labelled", "parameters")]
    public async Task Its_weights_are_the_same_on_one_two_or_three_threads_and_two_nodes(string run, string sync)
    {
        var hashes = new HashSet<string>();
        foreach (var (nodes, workers) in new[] { (0, 1), (0, 2), (0, 3), (2, 1) })
        {
            var ran = await _program.Run(Training(
                run, $"{nodes}-{workers}", "6", "--nodes", $"{nodes}", "--workers-per-node", $"{workers}", "--set", $"sync={sync}"));
            hashes.Add(ran.Whole().WeightsSha256);
        }

        Assert.Single(hashes);
    }

    [Fact]
    public async Task A_killed_run_goes_on_to_the_same_weights_and_its_samples_are_in_colour()
    {
        var folder = _folder.Below("killed");
        using (var process = _program.Start(Training("figures-labelled", "killed", "60", "--nodes", "0")))
        {
            await process.Checkpoints(folder, 1);
            process.Kill();
            Assert.Equal(137, (await process.Exit()).Code);
        }

        var resumed = await _program.Run(Training("figures-labelled", "killed", "60", "--nodes", "0", "--resume"));
        var quiet = await _program.Run(Training("figures-labelled", "quiet", "60", "--nodes", "0", "--workers-per-node", "2"));
        Assert.Equal(quiet.Whole().WeightsSha256, resumed.Whole().WeightsSha256);

        var width = 2 + (8 * ((2 * 32) + 2));
        Assert.Equal((width, true), ExampleProgram.Picture(_folder.Below("quiet", "samples", "step-00000060.png")));
        var (png, npy) = (_folder.Below("grid.png"), _folder.Below("images.npy"));
        var sampled = await _program.Run("sample", "--run", folder, "--count", "9", "--label", "2", "--out", png, "--npy", npy);
        Assert.Equal((0, ""), (sampled.Code, sampled.Error));
        Assert.Equal((width, true), ExampleProgram.Picture(png));
        Assert.Contains("'shape': (9, 3, 32, 32,)", Encoding.ASCII.GetString(File.ReadAllBytes(npy)[..128]), StringComparison.Ordinal);

        var measured = await _program.Run("evaluate", "--run", folder, "--count", "100", "--json");
        Assert.Equal("random-convolutions-1", measured.Json.GetProperty("features").GetProperty("name").GetString());
        var distance = measured.Json.GetProperty("metrics")[0];
        Assert.True(distance.GetProperty("value").GetDouble() > 2 * distance.GetProperty("floor").GetDouble(), $"{distance}");
        var file = await _program.Run("evaluate", "--images", npy, "--data", "figures");
        Assert.Contains("9 images can't be measured against figures", file.Refusal(), StringComparison.Ordinal);
        var walk = _folder.Below("walk.gif");
        Assert.Equal(0, (await _program.Run("sample", "--run", folder, "--count", "2", "--gif", walk)).Code);
        Assert.Equal("GIF89a", Encoding.ASCII.GetString(File.ReadAllBytes(walk)[..6]));
    }

    private string[] Training(string run, string folder, string steps, params string[] more) =>
    [
        "train", ExampleProgram.File(run + ".json"), "--steps", steps, "--json", "--http", "off", "--out", _folder.Below(folder),
        "--set", "network.width=4", "--set", "batch=4", "--set", "syncEvery=2", "--set", "evaluateEvery=0",
        "--set", "checkpointEvery=160", .. more,
    ];
}
