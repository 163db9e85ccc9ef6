using System.Text;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Training.Data;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>Against a data set of 1,200 training images, so that its classifier is trained in seconds.</summary>
[Collection(RunCollection.Name)]
public sealed class EvaluateSpecs(EvaluateSpecs.Prepared prepared) : IClassFixture<EvaluateSpecs.Prepared>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_and_a_file_of_its_samples_have_the_same_figures()
    {
        var npy = _folder.Below("images.npy");
        await Ran.Of("sample", "--run", prepared.Run, "--count", "100", "--seed", "7", "--npy", npy);

        var run = await Ran.Of(
            "evaluate", "--run", prepared.Run, "--data", "few", "--count", "100", "--seed", "7", "--json",
            "--out", _folder.Below("a.png"));
        var file = await Ran.Of("evaluate", "--images", npy, "--data", "few", "--seed", "7", "--json");
        var other = await Ran.Of("evaluate", "--run", prepared.Run, "--data", "few", "--count", "100", "--seed", "8", "--json");

        Assert.Equal(Metrics(run)[..^2], Metrics(file));
        Assert.NotEqual(Metrics(run), Metrics(other));
        Assert.StartsWith("{\"name\":\"discriminator_accuracy_real\"", Metrics(run)[^2], StringComparison.Ordinal);
        Assert.StartsWith("{\"name\":\"discriminator_accuracy_generated\"", Metrics(run)[^1], StringComparison.Ordinal);
        var floors = run.Json.GetProperty("metrics").EnumerateArray().TakeLast(2).Select(m => m.GetProperty("floor").GetDouble());
        Assert.Equal(1, floors.Sum(), 9);
        Assert.True(new FileInfo(_folder.Below("a.png")).Length > 1000);
        Assert.Equal(64, run.Json.GetProperty("classifier").GetProperty("sha256").GetString()!.Length);
        Assert.True(run.Json.GetProperty("classifier").GetProperty("accuracy").GetDouble() > 0.5);
        var distance = run.Json.GetProperty("metrics")[0];
        Assert.Equal("frechet_distance", distance.GetProperty("name").GetString());
        Assert.Equal((100, 7), (distance.GetProperty("count").GetInt32(), distance.GetProperty("seed").GetInt32()));
        Assert.True(distance.GetProperty("value").GetDouble() > 5 * distance.GetProperty("floor").GetDouble());
    }

    [Fact]
    public async Task A_table_names_each_measure_its_floor_and_the_classifier()
    {
        var real = await Ran.Of("evaluate", "--images", prepared.RealImages, "--data", "few");
        Assert.True(real.Code == 0, real.Error);
        var lines = real.Output.TrimEnd().Split('\n');
        foreach (var name in new[] { "precision", "recall", "density", "coverage", "kernel_distance", "parzen_log_likelihood" })
        {
            Assert.Single(lines, line => line.StartsWith(name + " ", StringComparison.Ordinal));
        }

        Assert.Equal(["measure", "value", "floor", "count", "seed"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("classifier of few: accuracy 0.", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_measured_is_refused_in_one_line()
    {
        var truncated = _folder.Below("truncated.npy");
        File.WriteAllBytes(truncated, File.ReadAllBytes(prepared.RealImages)[..5000]);
        foreach (var (arguments, expected) in new (string[], string)[]
        {
            ([], "give --run DIR or --images FILE.npy"),
            (["--run", prepared.Run, "--images", truncated], "exclude each other"),
            (["--run", _folder.Below("none")], "is not there: give the folder of a run"),
            (["--run", prepared.PointsRun], "is a run of points"),
            (["--run", prepared.Run, "--data", "ring8"], "data set 'ring8' is not known"),
            (["--images", _folder.Below("none.npy")], "can't be read"),
            (["--images", truncated], "after its header"),
            (["--images", _folder.Write("text.npy", "text and more text")], "is no .npy file"),
            (["--images", prepared.RealImages, "--count", "121"], "holds 120 images"),
            (["--images", prepared.RealImages, "--count", "99", "--data", "few"], "give 100 to 200"),
            (["--images", prepared.RealImages, "--data", "few", "--out", _folder.Below("none", "a.png")], "can't write"),
            (["--images", prepared.RealImages, "--count", "many"], "--count is 'many'"),
        })
        {
            Assert.Contains(expected, (await Ran.Of(["evaluate", .. arguments])).Refusal(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Truncated_latents_change_the_images_and_are_asked_of_a_run_alone()
    {
        string[] asked = ["sample", "--run", prepared.Run, "--count", "2"];
        var (whole, truncated) = (_folder.Below("whole.npy"), _folder.Below("truncated.npy"));
        await Ran.Of([.. asked, "--npy", whole]);
        await Ran.Of([.. asked, "--npy", truncated, "--truncation", "0.5"]);
        Assert.NotEqual(File.ReadAllBytes(whole), File.ReadAllBytes(truncated));

        var low = await Ran.Of([.. asked, "--npy", whole, "--truncation", "0.1"]);
        Assert.Contains("--truncation is '0.1'; it takes a number of 0.25 or more", low.Refusal(), StringComparison.Ordinal);
        var file = await Ran.Of("evaluate", "--images", prepared.RealImages, "--truncation", "1");
        Assert.Contains("--truncation is given without --run", file.Refusal(), StringComparison.Ordinal);
    }

    private static string[] Metrics(Ran ran) =>
        [.. ran.Json.GetProperty("metrics").EnumerateArray().Select(metric => metric.ToString())];

    /// <summary>Few images, two steps of a DCGAN and of points, an .npy file.</summary>
    public sealed class Prepared : IAsyncLifetime, IDisposable
    {
        private readonly FewImages _few = new();

        public string Run => _few.Folder.Below("run");

        public string PointsRun => _few.Folder.Below("points");

        public string RealImages => _few.Folder.Below("real.npy");

        public async Task InitializeAsync()
        {
            var header = Encoding.ASCII.GetBytes("{'descr': '|u1', 'fortran_order': False, 'shape': (120, 28, 28), }\n");
            var pixels = DataCatalog.OfThisMachine().FindIdx("few")!.ReadTest().Images.Values[..(120 * 784)];
            File.WriteAllBytes(RealImages, [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. pixels]);
            await Steps("fashion-dcgan", Run, "network.width=4");
            await Steps("ring8", PointsRun, "network.width=16");
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => _few.Dispose();

        private static async Task Steps(string run, string folder, string set)
        {
            var ran = await Ran.Of(
                "train", run, "--nodes", "0", "--steps", "2", "--json", "--out", folder, "--set", set, "--set", "batch=8");
            Assert.True(ran.Code == 0, ran.Error);
        }
    }
}
