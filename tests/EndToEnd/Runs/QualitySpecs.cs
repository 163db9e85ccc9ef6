using System.Text.Json;
using GanCluster.Node.Quality;

namespace GanCluster.EndToEnd.Tests.Runs;

[Collection(RunCollection.Name)]
public sealed class QualitySpecs : IDisposable
{
    private readonly FewImages _few = new();

    public void Dispose() => _few.Dispose();

    [Fact]
    public async Task Every_run_is_trained_measured_and_held_against_its_goals_once()
    {
        var folder = _few.Folder.Below("quality");
        string[] bench = ["bench", "quality", "--out", folder, "--images", "64", "--count", "100"];
        var first = await Ran.Of(bench);
        Assert.True(first.Code == 1, first.Error);
        var lines = first.Output.TrimEnd().Split('\n');
        foreach (var run in QualityRun.All)
        {
            Assert.Single(lines, line => line.StartsWith(run.Name + ": 64 images in ", StringComparison.Ordinal));
            Assert.True(new FileInfo(Path.Combine(folder, run.Name + ".png")).Length > 1000, run.Name);
        }

        var goals = lines[^QualityGoal.All.Count..];
        Assert.All(goals.Zip(QualityGoal.All), pair => Assert.StartsWith(pair.Second.What, pair.First, StringComparison.Ordinal));
        Assert.All(goals, line => Assert.DoesNotContain("NaN", line, StringComparison.Ordinal));

        var (before, after) = (Metrics(folder, "fashion-srgan-pretrained"), Metrics(folder, "fashion-srgan"));
        Assert.Equal((before["psnr_bicubic"], before["ssim_bicubic"]), (after["psnr_bicubic"], after["ssim_bicubic"]));
        Assert.NotEqual(before["psnr_bicubic"], before["psnr"]);
        Assert.NotEqual(before["ssim_bicubic"], before["ssim"]);

        // 64 images teach nobody to draw.
        Assert.EndsWith("falls short", goals[3], StringComparison.Ordinal);

        var second = await Ran.Of(bench);
        Assert.Equal(first.Output, second.Output);
        Assert.DoesNotContain("step", second.Error, StringComparison.Ordinal);

        var other = await Ran.Of([.. bench, "--seed", "2"]);
        Assert.Contains("holds the figures of another run", other.Refusal(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "fashion-vanilla.json"), "{}");
        Assert.Contains("holds no figures: remove it", (await Ran.Of(bench)).Refusal(), StringComparison.Ordinal);
        string[] ahead = ["bench", "quality", "--out", _few.Folder.Below("ahead"), "--count", "100", "--only"];
        Assert.Equal(0, (await Ran.Of([.. ahead, "fashion-vanilla-whole", "--images", "256"])).Code);
        var late = await Ran.Of([.. ahead, "fashion-vanilla", "--images", "64"]);
        Assert.Contains("is beyond step 1, at which fashion-vanilla is measured", late.Refusal(), StringComparison.Ordinal);
        var taken = await Ran.Of("bench", "quality", "--out", Path.Combine(folder, "fashion-vanilla.json", "more"));
        Assert.Contains("can't make '", taken.Refusal(), StringComparison.Ordinal);
        var unknown = await Ran.Of([.. bench, "--only", "fashion-wgan"]);
        Assert.Contains("--only is 'fashion-wgan'; the quality bench has fashion-vanilla,", unknown.Refusal(), StringComparison.Ordinal);
    }

    private static Dictionary<string, double> Metrics(string folder, string run) => JsonDocument.Parse(
            File.ReadAllText(Path.Combine(folder, run + ".json"))).RootElement.GetProperty("metrics").EnumerateObject()
        .ToDictionary(metric => metric.Name, metric => metric.Value.GetDouble());
}
