using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using GanCluster.Core.Noise;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Parts;

namespace GanCluster.EndToEnd.Tests.Runs;

[Collection(RunCollection.Name)]
public sealed class SampleSpecs(SampleSpecs.TrainedRun run) : IClassFixture<SampleSpecs.TrainedRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_also_from_a_copy_of_the_folder()
    {
        var (png, npy) = await Sample(run.Path, "--count", "9", "--seed", "7");
        Assert.Equal((png, npy), await Sample(run.Path, "--count", "9", "--seed", "7"));
        var copy = _folder.Below("copy");
        Copy(run.Path, copy);
        Assert.Equal((png, npy), await Sample(copy, "--count", "9", "--seed", "7"));
        var (otherPng, otherNpy) = await Sample(run.Path, "--count", "9", "--seed", "8");
        Assert.NotEqual(png, otherPng);
        Assert.NotEqual(npy, otherNpy);
    }

    [Fact]
    public async Task Image_5_is_the_same_among_6_and_among_64()
    {
        var (_, six) = await Sample(run.Path, "--count", "6", "--seed", "7");
        var (_, many) = await Sample(run.Path, "--count", "64", "--seed", "7");
        var (shape, values) = Npy(six);
        var (manyShape, manyValues) = Npy(many);
        Assert.Equal("(6, 1, 32, 32,)", shape);
        Assert.Equal("(64, 1, 32, 32,)", manyShape);
        Assert.Equal(values[(5 * 1024)..], manyValues[(5 * 1024)..(6 * 1024)]);
        Assert.NotEqual(values[(4 * 1024)..(5 * 1024)], values[(5 * 1024)..]);
        Assert.All(values, value => Assert.InRange(value, -1, 1));
        var (_, alone) = await Sample(run.Path, "--first", "5", "--count", "1", "--seed", "7");
        Assert.Equal(values[(5 * 1024)..], Npy(alone).Values);
    }

    [Fact]
    public async Task An_image_is_had_again_by_run_step_and_number()
    {
        var newest = await Sample(run.Path, "--count", "3");
        Assert.Equal(newest, await Sample(run.Path, "--count", "3", "--step", "2"));
        Assert.NotEqual(newest, await Sample(run.Path, "--count", "3", "--step", "1"));
        var none = await Ran.Of("sample", "--run", run.Path, "--step", "3", "--out", _folder.Below("a.png"));
        Assert.Contains("has no checkpoint of step 3: give one of 2, 1", none.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_as_json_which_images_of_which_version_went_where()
    {
        var png = _folder.Below("a.png");

        var json = (await Ran.Of("sample", "--run", run.Path, "--count", "3", "--first", "2", "--seed", "7", "--out", png, "--json")).Json;

        Assert.Equal(
            $$"""{"run":"{{run.Path}}","step":2,"seed":7,"first":2,"count":3,"label":null,"truncation":null,"out":"{{png}}","npy":null,"gif":null}""",
            json.GetRawText());
    }

    [Fact]
    public async Task A_walk_is_a_gif_and_the_same_for_the_same_seed()
    {
        var files = new[] { _folder.Below("a.gif"), _folder.Below("b.gif") };
        foreach (var file in files)
        {
            Assert.Equal(0, (await Ran.Of("sample", "--run", run.Path, "--count", "3", "--seed", "7", "--gif", file)).Code);
        }

        var bytes = await File.ReadAllBytesAsync(files[0]);
        Assert.Equal("GIF89a", Encoding.ASCII.GetString(bytes, 0, 6));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(files[1]));
        var later = _folder.Below("later.gif");
        Assert.Equal(0, (await Ran.Of(
            "sample", "--run", run.Path, "--count", "3", "--seed", "7", "--first", "1", "--gif", later)).Code);
        Assert.NotEqual(bytes, await File.ReadAllBytesAsync(later));
    }

    [Fact]
    public async Task Points_are_given_as_they_lie_in_their_mixture()
    {
        var points = _folder.Below("points");
        var trained = await Ran.Of("train", "ring8", "--nodes", "0", "--http", "off", "--steps", "2", "--out", points);
        Assert.True(trained.Code == 0, trained.Error);

        var (shape, values) = Npy((await Sample(points, "--count", "5", "--seed", "7")).Npy);

        Assert.Equal("(5, 2,)", shape);
        var model = RunModel.Load(RunParts.BuiltIn, points, step: null, truncation: null, _ => { });
        using var generator = model.OpenGenerator();
        var scale = MixtureSpec.Find("ring8")!.Scale;
        Assert.NotEqual(1, scale);
        Assert.Equal(generator.Sample(7, NoisePurpose.Sampling, 5).Select(value => value * scale), values);
    }

    [Fact]
    public async Task A_label_of_a_run_without_labels_is_refused()
    {
        var ran = await Ran.Of("sample", "--run", run.Path, "--label", "3", "--out", _folder.Below("a.png"));

        Assert.Equal("label 3: this run was trained without labels; leave the label out", ran.Refusal());
    }

    [Fact]
    public async Task A_folder_without_a_whole_checkpoint_is_refused()
    {
        var missing = await Ran.Of("sample", "--run", _folder.Below("missing"), "--out", _folder.Below("a.png"));
        Assert.Contains("is not there: give the folder of a run", missing.Refusal(), StringComparison.Ordinal);
        var empty = await Ran.Of("sample", "--run", _folder.Path, "--out", _folder.Below("a.png"));
        Assert.Contains("holds no whole checkpoint", empty.Refusal(), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Below("a.png")));
    }

    [Theory]
    [InlineData("--out")]
    [InlineData("--npy")]
    public async Task A_place_that_cannot_be_written_is_refused(string option)
    {
        var path = _folder.Below("missing", "a");
        var line = (await Ran.Of("sample", "--run", run.Path, "--count", "2", option, path)).Refusal();
        Assert.Equal($"can't write '{path}': no such file or folder; choose another place", line);
    }

    /// <summary>By a link, so that a command that replaced what it is to write into would replace the link alone.</summary>
    [Theory]
    [InlineData("--out")]
    [InlineData("--npy")]
    public async Task A_full_disk_is_said_and_a_link_is_written_through(string option)
    {
        var link = _folder.Below("link");
        File.CreateSymbolicLink(link, "/dev/full");
        var line = (await Ran.Of("sample", "--run", run.Path, "--count", "2", option, link)).Refusal();
        Assert.Equal($"can't write '{link}': the disk is full; choose another place", line);
        Assert.Equal("/dev/full", new FileInfo(link).LinkTarget);

        var (file, toFile) = (_folder.Write("file", "old"), _folder.Below("to-file"));
        File.CreateSymbolicLink(toFile, file);
        Assert.Equal(0, (await Ran.Of("sample", "--run", run.Path, "--count", "2", option, toFile)).Code);
        Assert.Equal(file, new FileInfo(toFile).LinkTarget);
        Assert.True(new FileInfo(file).Length > 1000);
    }

    [Fact]
    public async Task Nothing_to_write_is_refused() => Assert.Contains(
        "give --out grid.png, --npy images.npy or --gif walk.gif",
        (await Ran.Of("sample", "--run", run.Path)).Refusal(),
        StringComparison.Ordinal);

    private async Task<(string Png, string Npy)> Sample(string folder, params string[] more)
    {
        var (png, npy) = (_folder.Below("a.png"), _folder.Below("a.npy"));
        var ran = await Ran.Of(["sample", "--run", folder, "--out", png, "--npy", npy, .. more]);
        Assert.True(ran.Code == 0, ran.Error);
        return (Convert.ToBase64String(File.ReadAllBytes(png)), Convert.ToBase64String(File.ReadAllBytes(npy)));
    }

    /// <summary>NumPy's format 1.0: magic and version, the header's length, the header, the values.</summary>
    private static (string Shape, float[] Values) Npy(string base64)
    {
        var file = Convert.FromBase64String(base64);
        Assert.Equal("\x93NUMPY\x01\x00", Encoding.Latin1.GetString(file, 0, 8));
        var length = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        var header = Encoding.Latin1.GetString(file, 10, length);
        Assert.Contains("'descr': '<f4'", header, StringComparison.Ordinal);
        var shape = header[header.IndexOf('(', StringComparison.Ordinal)..(header.IndexOf(')', StringComparison.Ordinal) + 1)];
        return (shape, MemoryMarshal.Cast<byte, float>(file.AsSpan(10 + length)).ToArray());
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }

    /// <summary>Two steps of a small DCGAN.</summary>
    public sealed class TrainedRun : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public string Path => _folder.Below("run");

        public async Task InitializeAsync()
        {
            var ran = await Ran.Of(
                "train", "fashion-dcgan", "--nodes", "0", "--steps", "2", "--json", "--out", Path,
                "--set", "network.width=4", "--set", "batch=8", "--set", "checkpointEvery=16");
            Assert.True(ran.Code == 0, ran.Error);
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => _folder.Dispose();
    }
}
