using System.Globalization;
using System.Text.Json.Nodes;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Runs;
using GanCluster.Node.Training;

namespace GanCluster.EndToEnd.Tests.Runs;

[Collection(RunCollection.Name)]
public sealed class RunReportSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_finished_run_names_what_it_has_left()
    {
        _folder.Write("samples/step-00000040.png", "");
        Directory.CreateDirectory(_folder.Below("checkpoints", "step-00000040"));

        Assert.Equal(
            [
                "ring8: 40 steps, 2560 images, 321.5 images/s",
                "  modes 8 (floor 7.5)",
                "weights_sha256  abc",
                $"samples         {RunFiles.Grid(_folder.Path, 40)}",
                $"checkpoint      {RunFiles.Checkpoint(_folder.Path, 40)}",
                $"summary         {RunFiles.Summary(_folder.Path)}",
            ],
            Lines(40, "abc", new JsonObject { ["name"] = "modes", ["value"] = 8, ["floor"] = 7.5 }));
    }

    [Fact]
    public void What_is_not_there_is_not_named()
    {
        Assert.Equal(
            ["ring8: 0 steps, 0 images, 321.5 images/s", $"summary         {RunFiles.Summary(_folder.Path)}"], Lines(0, ""));
    }

    [Theory]
    [InlineData("--seconds", "0.000001")]
    [InlineData("--steps", "3")]
    public async Task Every_path_that_a_run_ends_with_is_there_however_early_it_was_stopped(string limit, string value)
    {
        var ran = await Ran.Of("train", "ring8", "--nodes", "0", "--http", "off", limit, value, "--out", _folder.Below("run"));

        Assert.Equal((0, ""), (ran.Code, ran.Code == 0 ? "" : ran.Error));
        var paths = ran.Output.Split('\n').Select(line => line.Split(_folder.Path)).Where(parts => parts.Length == 2).ToList();
        Assert.Contains(paths, path => path[0].StartsWith("summary", StringComparison.Ordinal));
        Assert.InRange(long.Parse(ran.Output.Split(' ')[1], CultureInfo.InvariantCulture), 0, 1000);
        Assert.All(paths, path => Assert.True(Path.Exists(_folder.Path + path[1].TrimEnd()), path[0] + path[1]));
    }

    private string[] Lines(long steps, string weights, params JsonNode[] metrics) => RunReport.Text(
        "ring8",
        _folder.Path,
        new JsonObject
        {
            ["steps"] = steps,
            ["images"] = steps * 64,
            ["images_per_s"] = 321.5,
            ["weights_sha256"] = weights,
            ["metrics"] = new JsonArray(metrics),
        }).Split(Environment.NewLine);
}
