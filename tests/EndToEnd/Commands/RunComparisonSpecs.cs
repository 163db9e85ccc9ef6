using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Runs;

namespace GanCluster.EndToEnd.Tests.Commands;

public sealed class RunComparisonSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_the_configurations_only_what_differs_is_shown_and_of_the_figures_all()
    {
        var compared = RunComparison.Of([Run("a", batch: 64, """[{"name":"modes","value":8}]"""), Run("b", batch: 32, "[]")]);

        Assert.Equal(["batch"], compared.Configuration.Select(row => row.Name));
        Assert.Equal(["64", "32"], compared.Configuration[0].Values);
        Assert.Equal(["state", "steps", "images_per_s", "workers", "modes", "weights_sha256"], compared.Figures.Select(row => row.Name));
        Assert.Equal(["8", ""], compared.Figures.Single(row => row.Name == "modes").Values);
    }

    [Fact]
    public async Task The_command_sets_runs_side_by_side_as_text_and_as_json()
    {
        var (a, b) = (Run("a", batch: 64, "[]").Folder, Run("b", batch: 32, "[]").Folder);

        var lines = (await Ran.Of("runs", a, b)).Output.Split('\n');
        Assert.Equal(["a", "b"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(lines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["batch", "64", "32"]);

        var json = (await Ran.Of("runs", a, b, "--json")).Json;
        Assert.Equal("32", json.GetProperty("configuration").GetProperty("batch")[1].GetString());
        Assert.Equal(2, json.GetProperty("figures").GetProperty("steps").GetArrayLength());
    }

    [Fact]
    public async Task One_run_is_nothing_to_compare_and_what_holds_none_is_refused()
    {
        Assert.Contains("nothing to compare", (await Ran.Of("runs", "1")).Refusal(), StringComparison.Ordinal);
        Assert.Throws<UserInputException>(() => RunComparison.Read(_folder.Path, "open"));
    }

    private ComparedRun Run(string name, int batch, string metrics)
    {
        var configuration = $$"""{"batch":{{batch}},"optimizer":{"g":0.0002},"horizon":100}""";
        _folder.Write($"{name}/summary.json", $$"""
            {"steps":4,"images":100,"images_per_s":12.5,"workers":[{"id":"worker-1"}],"configuration":{{configuration}},"metrics":{{metrics}},
             "weights_sha256":"0123456789abcdef"}
            """.Replace("\"images\":100,", "", StringComparison.Ordinal));
        return RunComparison.Read(_folder.Below(name), "complete");
    }
}
