using System.Text.Json;

namespace GanCluster.EndToEnd.Tests.Runs;

[Collection(RunCollection.Name)]
public sealed class FrontierSpecs : IDisposable
{
    private readonly FewImages _few = new();

    public void Dispose() => _few.Dispose();

    [Fact]
    public async Task A_run_is_trained_once_for_each_K_and_measured_beside_what_it_sends()
    {
        var folder = _few.Folder.Below("frontier");
        string[] bench =
        [
            "bench", "frontier", "ring8", "--every", "1,4", "--images", "512", "--out", folder, "--set", "batch=16",
            "--set", "network.width=16", "--set", "shards.classes=2",
        ];
        var first = await Ran.Of([.. bench, "--json"]);
        var points = first.Json.GetProperty("points").EnumerateArray().ToList();

        Assert.Equal([1, 4], points.Select(point => point.GetProperty("every").GetInt32()));
        Assert.All(points, point => Assert.Equal(8, point.GetProperty("steps").GetInt64()));
        Assert.All(points, point => Assert.True(point.GetProperty("measures").TryGetProperty("modes", out _)));
        Assert.Equal(2, points.Select(point => point.GetProperty("weights_sha256").GetString()).Distinct().Count());
        Assert.Equal(Bytes(points[0]), 4 * Bytes(points[1]));
        Assert.Equal(0, Bytes(points[0]) % (3 * sizeof(float)));

        var again = await Ran.Of(bench);
        Assert.Equal(0, again.Code);
        Assert.Matches("^every +modes +high_quality_share +reverse_kl +bytes a step +weights_sha256 *\n *1 ", again.Output);
        Assert.Contains(points[1].GetProperty("weights_sha256").GetString()![..16], again.Output, StringComparison.Ordinal);

        var ahead = await Ran.Of([.. bench, "--images", "256"]);
        Assert.Equal((2, ""), (ahead.Code, ahead.Output));
        var other = (await Ran.Of([.. bench, "--set", "batch=8"])).Code;
        Assert.Equal(2, other);

        static double Bytes(JsonElement point) => point.GetProperty("bytes_per_step").GetDouble();
    }

    [Fact]
    public async Task Images_are_measured_as_evaluate_does()
    {
        var ran = await Ran.Of(
            "bench", "frontier", "fashion-vanilla", "--every", "2", "--images", "320", "--out", _few.Folder.Below("images"),
            "--count", "100", "--set", "network.width=8", "--set", "replicas=5", "--set", "batch=16", "--set", "shards.classes=2", "--json");

        Assert.True(ran.Json.GetProperty("points")[0].GetProperty("measures").GetProperty("frechet_distance").GetDouble() > 0);
    }
}
