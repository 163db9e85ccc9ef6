using System.Text.Json;
using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Commands;
using GanCluster.Node.Journal;
using GanCluster.Training.Devices;
using GanCluster.Training.Libtorch;
using GanCluster.Training.Trials;

namespace GanCluster.EndToEnd.Tests.Runs;

[Collection(RunCollection.Name)]
public sealed class FigureSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Doctor_names_TorchSharp_libtorch_and_the_data_sets()
    {
        var findings = (await Ran.Of("doctor", "--json")).Json.EnumerateArray()
            .ToDictionary(f => f.GetProperty("name").GetString()!);
        var torch = findings["packages.TorchSharp"];
        Assert.True(torch.GetProperty("ok").GetBoolean());
        Assert.StartsWith($"{Library.Of("TorchSharp", typeof(TorchSharp.torch).Assembly).Version}, libtorch {TorchLibrary.Version}", torch.GetProperty("detail").GetString());
        Assert.True(findings["data.fashion-mnist"].GetProperty("ok").GetBoolean());
        Assert.All(findings.Values.Where(f => !f.GetProperty("ok").GetBoolean()), f =>
            Assert.NotEmpty(f.GetProperty("fix").GetString()!));
    }

    [Fact]
    public async Task Doctor_of_GPUs_tries_every_check_or_says_that_there_is_no_GPU()
    {
        var (doctor, gpus) = (await Ran.Of("doctor", "--gpu"), Gpus.Names);
        Assert.Equal(gpus.Count == 0 ? 1 : 0, doctor.Code);
        Assert.All(
            gpus.Count == 0 ? ["there is no CUDA device that libtorch can use here"] : GpuTrial.Checks,
            line => Assert.Contains(line, doctor.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("packages.TorchSharp", 1)]
    [InlineData("devices", 1)]
    [InlineData("data.mnist", 0)]
    public void Doctor_fails_for_what_every_run_needs(string missing, int code)
    {
        DoctorCommand.Finding[] findings = [new("packages.Akka", true, "1.5", ""), new(missing, false, "gone", "bring it")];

        Assert.Equal(code, DoctorCommand.Code(findings));
    }

    [Fact]
    public async Task Bench_averaging_sums_by_each_way_as_often_as_asked()
    {
        var figures = (await Ran.Of("bench", "averaging", "--megabytes", "1", "--ranks", "3", "--repeats", "2", "--json")).Json;

        var ways = figures.GetProperty("ways").EnumerateArray().ToList();
        Assert.Equal(["memory", "shared", "tcp", "tls"], ways.Select(way => way.GetProperty("way").GetString()));
        Assert.All(ways, way => Assert.Equal(2, way.GetProperty("each_ms").GetArrayLength()));
        Assert.All(ways, way => Assert.True(way.GetProperty("mb_per_s").GetDouble() > 0));
        Assert.All(ways, way => Assert.True(way.GetProperty("share_of_copy").GetDouble() > 0));
        Assert.All(ways, way => Assert.True(way.GetProperty("allocated_bytes").GetInt64() > 0));
        Assert.True(figures.GetProperty("tls_by_tcp").GetDouble() > 0);
    }

    /// <summary>In a process of its own, which nobody else makes grow. Its resident memory goes up and down by some 5 % with what
    /// the collector and the allocator keep; what 20 KB a step leave behind would be more.</summary>
    [Fact]
    public async Task A_thousand_steps_leave_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        using var bench = NodeProcess.Start(
            folder.Path, new Dictionary<string, string>(), "bench", "step", "ring8", "--steps", "1000", "--warm-up", "500", "--json",
            "--set", "batch=16", "--set", "network.width=32");

        var figures = (await bench.Exit()).Json;

        Assert.Equal(0, figures.GetProperty("live_tensors_grown").GetInt64());
        var grown = figures.GetProperty("resident_mb_grown").GetDouble() / figures.GetProperty("resident_mb").GetDouble();
        Assert.True(grown < 0.09, $"resident memory grew: {figures}");
        Assert.InRange(figures.GetProperty("managed_bytes_per_step").GetInt64(), 1, 220_000);
        Assert.InRange(figures.GetProperty("gen2_collections").GetInt32(), 0, 2);
    }

    [Fact]
    public async Task Bench_train_counts_images_and_workers()
    {
        var figures = (await Ran.Of(
            "bench", "train", "--run", "ring8", "--nodes", "0", "--steps", "10", "--json",
            "--workers-per-node", "2", "--set", "replicas=2", "--set", "batch=256")).Json;
        Assert.True(figures.GetProperty("images_per_s").GetDouble() > 0);
        Assert.Equal(2, figures.GetProperty("workers").GetInt32());
        Assert.Equal(10, figures.GetProperty("steps").GetInt32());
        var seconds = figures.GetProperty("ms_per_step").GetDouble() / 1000;
        var imagesPerStep = figures.GetProperty("images_per_s").GetDouble() * seconds;
        Assert.InRange(imagesPerStep, 0.98 * 2 * 256, 1.02 * 2 * 256);
    }

    [Fact]
    public async Task Bench_step_compares_rounds_with_and_without_what_makes_them_deterministic()
    {
        var ran = await NodeProcess.Run(_folder.Path, "bench", "step", "ring8", "--steps", "20", "--pairs", "2", "--json");

        var price = ran.Json.GetProperty("determinism");
        Assert.Equal(2, price.GetProperty("each").GetArrayLength());
        Assert.InRange(price.GetProperty("with_by_without").GetDouble(), 0.1, 10);
        Assert.InRange(price.GetProperty("hash_ms").GetDouble(), 0, price.GetProperty("round_ms").GetDouble());
        Assert.False((await NodeProcess.Run(_folder.Path, "bench", "step", "ring8", "--steps", "2", "--json")).Json
            .TryGetProperty("determinism", out _));
    }

    [Fact]
    public async Task Runs_without_a_folder_of_their_own_are_numbered_and_listed()
    {
        Assert.Contains("nothing has run here", (await NodeProcess.Run(_folder.Path, "runs")).Output, StringComparison.Ordinal);
        var first = await NodeProcess.Run(_folder.Path, Train("--seed", "3"));
        var second = await NodeProcess.Run(_folder.Path, Train("--set", "horizon=512"));
        var rows = (await NodeProcess.Run(_folder.Path, "runs", "--json")).Output.TrimEnd().Split('\n')
            .Select(line => JsonDocument.Parse(line).RootElement).ToArray();

        Assert.Equal(["runs/0001-ring8-seed3", "runs/0002-ring8-seed1"], rows.Select(r => r.GetProperty("folder").GetString()));
        Assert.Equal(["stopped", "complete"], rows.Select(r => r.GetProperty("state").GetString()));
        Assert.Equal([2, 2], rows.Select(r => r.GetProperty("steps").GetInt64()));
        Assert.Equal(
            [first.WeightsSha256, second.WeightsSha256], rows.Select(r => r.GetProperty("weights_sha256").GetString()));
    }

    [Fact]
    public async Task A_mixtures_summary_has_the_measures_of_the_EMA_and_of_the_live_G_with_their_floor()
    {
        var ran = await Ran.Of([.. Train("--set", "replicas=2"), "--out", _folder.Below("run")]);
        var metrics = ran.Json.GetProperty("metrics").EnumerateArray().ToDictionary(m => m.GetProperty("name").GetString()!);
        Assert.Equal(
            ["modes", "high_quality_share", "reverse_kl", "live_modes", "live_high_quality_share", "live_reverse_kl"],
            metrics.Keys);
        using (var journal = RunDatabase.Open(_folder.Below("run", "run.db"), create: false))
        {
            Assert.Equal(
                journal.ReadMeasures().Select(m => (2L, m.Name, m.Value, m.Seed)).Order(),
                metrics.Values.Select(m => (
                    ran.Json.GetProperty("steps").GetInt64(), m.GetProperty("name").GetString()!,
                    m.GetProperty("value").GetDouble(), m.GetProperty("seed").GetUInt64())).Order());
            Assert.Equal(ran.Json.GetProperty("rounds").GetInt32(), journal.ReadRounds().Count());
            Assert.Equal(
                journal.ReadContributions().GroupBy(c => c.Worker).Select(w => (w.Key, w.Sum(c => c.Count))),
                ran.Json.GetProperty("workers").EnumerateArray()
                    .Select(w => (w.GetProperty("id").GetString()!, w.GetProperty("images").GetInt64())));
            Assert.All(journal.ReadMeasures(), measure => Assert.NotEqual(0UL, measure.Seed));
            var checkedAt = ran.Json.GetProperty("steps").GetInt64();
            Assert.Equal([new HealthRow(checkedAt, "healthy", "no sign of trouble", checkedAt)], journal.ReadHealth());
            Assert.Equal(
                $$"""{"state":"healthy","reason":"no sign of trouble","step":{{checkedAt}},"rollbacks":[]}""",
                ran.Json.GetProperty("health").GetRawText());
        }

        var packages = ran.Json.GetProperty("packages");
        Assert.Equal(TorchLibrary.Version, packages.GetProperty("libtorch").GetString());
        Assert.Equal(
            Library.Of("TorchSharp", typeof(TorchSharp.torch).Assembly).Version, packages.GetProperty("TorchSharp").GetString());
        Assert.Equal(8, metrics["modes"].GetProperty("floor").GetInt32());
        Assert.InRange(metrics["high_quality_share"].GetProperty("floor").GetDouble(), 0.98, 1);
        var written = File.ReadAllText(_folder.Below("run", "summary.json"));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(written).RootElement, ran.Json));
    }

    private static string[] Train(params string[] more) =>
        ["train", "ring8", "--nodes", "0", "--steps", "2", "--set", "batch=256", "--json", .. more];
}
