using GanCluster.EndToEnd.Tests.Commands;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>A run whose checkpoints are of format 1, as they were when networks were lists of layers.</summary>
[Collection(RunCollection.Name)]
public sealed class EarlierFormatSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_listed_and_whatever_would_read_its_weights_says_of_which_format_they_are()
    {
        var run = _folder.Below("runs", "0001-ring8-seed1");
        await Ran.Of(Training(run));
        PlainCheckpoint.Rewrite(
            PlainCheckpoint.Newest(run),
            manifest => manifest.Replace("\"format\": 3", "\"format\": 1", StringComparison.Ordinal)
                .Replace("\"from\": \"\",", "\"of_then\": true,", StringComparison.Ordinal));

        Assert.Contains("complete", (await NodeProcess.Run(_folder.Path, "runs")).Output, StringComparison.Ordinal);
        File.Delete(Path.Combine(run, "summary.json"));
        var open = (await NodeProcess.Run(_folder.Path, "runs", "--json")).Json;
        Assert.Equal(("open", 4), (open.GetProperty("state").GetString(), open.GetProperty("steps").GetInt32()));
        Assert.Equal(0, (await Ran.Of("status", "--run", run)).Code);

        var manifest = Path.Combine(PlainCheckpoint.Newest(run), "manifest.json");
        foreach (var command in new string[][]
        {
            [.. Training(run), "--resume"],
            [.. Training(_folder.Below("new")), "--from", run],
            ["evaluate", "--run", run],
            ["replay", run],
            ["upscale", "--run", run],
            ["sample", "--run", run, "--out", _folder.Below("a.png")],
            ["sample", "--run", run, "--step", "4", "--out", _folder.Below("a.png")],
        })
        {
            Assert.Equal(
                $"'{manifest}' is of a checkpoint of format 1; this GanCluster reads 3: use the one that wrote it",
                (await Ran.Of(command)).Refusal());
        }

        Assert.False(Directory.Exists(_folder.Below("new")));
    }

    private static string[] Training(string folder) =>
    [
        "train", "ring8", "--nodes", "0", "--steps", "4", "--http", "off", "--out", folder,
        "--set", "batch=4", "--set", "network.width=8", "--set", "horizon=16",
    ];
}
