using System.Text;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>A folder of one's own by <c>--data</c>.</summary>
[Collection(RunCollection.Name)]
public sealed class DataPathSpecs : IDisposable
{
    private readonly Photos _photos = new();

    private string Out => _photos.Folder.Below("run");

    public void Dispose() => _photos.Dispose();

    [Fact]
    public async Task A_run_of_it_has_its_colours_and_classes_and_knows_no_path()
    {
        var photos = _photos.Write("photos");
        var json = (await Ran.Of(Arguments(photos, "2"))).Whole().Json;

        var configuration = json.GetProperty("configuration");
        Assert.Equal("", configuration.GetProperty("data").GetString());
        Assert.Equal(2, configuration.GetProperty("classes").GetInt32());
        Assert.Equal(3, configuration.GetProperty("image").GetProperty("channels").GetInt32());
        Assert.True(ExampleProgram.Picture(Path.Combine(Out, "samples", "step-00000002.png")).InColour);
        Assert.Equal("[\n  \"cat\",\n  \"dog\"\n]\n", await File.ReadAllTextAsync(Path.Combine(Out, "classes.json")));
        foreach (var file in Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories))
        {
            Assert.True(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).IndexOf("photos", StringComparison.Ordinal) < 0, file);
        }
    }

    [Fact]
    public async Task A_class_is_sampled_by_its_name_or_its_number_without_the_data()
    {
        (await Ran.Of(Arguments(_photos.Write("photos"), "2"))).Whole();
        Directory.Delete(_photos.Folder.Below("photos"), recursive: true);

        await Sample("dog", "name.npy");
        await Sample("1", "number.npy");
        await Sample("cat", "other.npy");

        Assert.Equal(Read("number.npy"), Read("name.npy"));
        Assert.NotEqual(Read("other.npy"), Read("name.npy"));
        Assert.Equal(
            "label 'dgo': this run has no such class; the nearest is 'dog'",
            (await Ran.Of("sample", "--run", Out, "--label", "dgo", "--npy", _photos.Folder.Below("x.npy"))).Refusal());
    }

    [Fact]
    public async Task It_is_replayed_on_the_same_images_alone()
    {
        var photos = _photos.Write("photos");
        (await Ran.Of(Arguments(photos, "2"))).Whole();

        Assert.Equal(
            $"'{Out}' was trained on images from a path: give --data PATH", (await Ran.Of("replay", Out)).Refusal());
        Assert.StartsWith(
            $"'{Out}' was trained on other samples (SHA-256 ",
            (await Ran.Of("replay", Out, "--data", _photos.Write("other", factor: 3))).Refusal(), StringComparison.Ordinal);
        var replayed = await Ran.Of("replay", Out, "--data", photos);
        Assert.Equal(0, replayed.Code);
        Assert.EndsWith(", steps 0 to 2: all hashes as recorded\n", replayed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_resumed_wherever_the_same_images_lie_and_with_no_others()
    {
        var photos = _photos.Write("photos");
        (await Ran.Of(Arguments(photos, "2"))).Whole();
        Directory.Move(photos, _photos.Folder.Below("elsewhere"));

        var other = await Ran.Of(Arguments(_photos.Write("other", factor: 3), "4", "--resume"));
        Assert.Equal(2, other.Code);
        Assert.Contains("was trained on other images", other.Error, StringComparison.Ordinal);
        var renamed = await Ran.Of(Arguments(_photos.Write("renamed", factor: 1, "cat", "fox"), "4", "--resume"));
        Assert.Contains(
            "was trained with other names of classes: label 1 is dog there and fox here", renamed.Error, StringComparison.Ordinal);
        var resumed = (await Ran.Of(Arguments(_photos.Folder.Below("elsewhere"), "4", "--resume"))).Whole();
        var quiet = (await Ran.Of(Arguments(
            _photos.Folder.Below("elsewhere"), "4", "--workers-per-node", "2", "--out", _photos.Folder.Below("quiet")))).Whole();
        Assert.Equal(quiet.WeightsSha256, resumed.WeightsSha256);
    }

    [Fact]
    public async Task Over_nodes_it_is_prepared_once_and_a_path_may_be_relative()
    {
        _photos.Write("photos");
        string[] arguments = [.. Arguments("photos", "2"), "--nodes", "2"];
        var ran = await NodeProcess.Run(_photos.Folder.Path, [.. arguments.Where((_, i) => i is not (2 or 3))]);

        var quiet = await Ran.Of(Arguments(_photos.Folder.Below("photos"), "2", "--out", _photos.Folder.Below("quiet")));
        Assert.Equal(quiet.Whole().WeightsSha256, ran.Whole().WeightsSha256);
        Assert.Single(ran.Error.Split('\n'), line => line.StartsWith("preparing 40 images of ", StringComparison.Ordinal));
        Assert.Single(ran.Error.Split('\n'), line => line.StartsWith("--data: 40 images (40 PNG) of ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("classes=3", "configuration: 'classes' is 3, and --data has 2: give classes=2, or leave it out")]
    [InlineData("image.channels=1", "configuration: 'image.channels' is 1, and --data is in colour: give 3, or leave it out")]
    public async Task A_key_that_contradicts_it_is_refused(string setting, string line)
    {
        Assert.Equal(line, (await Ran.Of(Arguments(_photos.Write("photos"), "2", "--set", setting))).Refusal());
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task What_is_no_folder_of_images_is_refused_before_anything_starts()
    {
        var loose = _photos.Write("loose", factor: 1, "");
        Assert.StartsWith("--data has no labels: ", (await Ran.Of(Arguments(loose, "2"))).Refusal(), StringComparison.Ordinal);
        Assert.StartsWith(
            $"'{_photos.Folder.Below("nowhere")}' is not there: ",
            (await Ran.Of(Arguments(_photos.Folder.Below("nowhere"), "2"))).Refusal(),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "configuration: 'data' is left out, and family mixture needs a mixture",
            (await Ran.Of("train", "ring8", "--nodes", "0", "--data", loose)).Refusal(),
            StringComparison.Ordinal);
        var file = _photos.Folder.Write("my.json", """{ "family": "dcgan" }""");
        Assert.Equal(
            $"{file}: the run names no data: give --data PATH, a folder of images",
            (await Ran.Of("train", file, "--nodes", "0")).Refusal());
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task Broken_files_are_counted_by_train_and_listed_by_check()
    {
        var photos = _photos.Write("photos");
        await File.WriteAllBytesAsync(Path.Combine(photos, "cat", "03.png"), [1, 2, 3]);
        await File.WriteAllBytesAsync(Path.Combine(photos, "dog", "04.png"), []);
        await File.WriteAllTextAsync(Path.Combine(photos, "dog", "notes.txt"), "");

        var refused = (await Ran.Of(Arguments(photos, "2"))).Refusal();
        Assert.Contains("cat/03.png", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("dog/04.png", refused, StringComparison.Ordinal);

        var check = await Ran.Of("data", "check", photos);
        Assert.Equal((2, ""), (check.Code, check.Error));
        Assert.Contains("cat/03.png", check.Output, StringComparison.Ordinal);
        Assert.Contains("dog/04.png", check.Output, StringComparison.Ordinal);
        Assert.Contains("2 can't be read, so train refuses the folder:\n", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sound_folder_is_checked_with_its_classes_and_what_is_left_out()
    {
        var photos = _photos.Write("photos");
        await File.WriteAllTextAsync(Path.Combine(photos, "dog", "notes.txt"), "");

        var check = await Ran.Of("data", "check", photos);
        Assert.Equal((0, ""), (check.Code, check.Error));
        Assert.Equal(
            """
            40 images (40 PNG) of 30 x 20 to 49 x 22 pixels, in colour
            left out: 1 .txt
            36 to train on, 4 held out
            2 classes:
              0  cat  20
              1  dog  20

            """,
            check.Output);

        var json = (await Ran.Of("data", "check", photos, "--json")).Json;
        Assert.Equal(3, json.GetProperty("channels").GetInt32());
        Assert.Equal(20, json.GetProperty("classes").GetProperty("dog").GetInt32());
        Assert.Equal("dog/notes.txt", json.GetProperty("left_out")[0].GetProperty("name").GetString());
        Assert.Contains("is no folder and no .npy file: give", (await Ran.Of("data", "check", photos + "x")).Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_samples_is_checked_as_it_would_be_read()
    {
        (await Ran.Of(Arguments(_photos.Write("photos"), "2"))).Whole();
        await Sample("0", "made.npy", count: 20);

        var file = _photos.Folder.Below("made.npy");
        Assert.Equal(
            "an .npy file of samples of 3 x 16 x 16 values, without labels\n18 to train on, 2 held out\n",
            (await Ran.Of("data", "check", file)).Output);
        var json = (await Ran.Of("data", "check", file, "--json")).Json;
        Assert.Equal((18, 2), (json.GetProperty("train").GetInt32(), json.GetProperty("held_out").GetInt32()));
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..^1]);
        Assert.Contains("write it again", (await Ran.Of("data", "check", file)).Refusal(), StringComparison.Ordinal);
    }

    private async Task Sample(string label, string npy, int count = 3) => Assert.Equal(
        0, (await Ran.Of("sample", "--run", Out, "--count", $"{count}", "--label", label, "--npy", _photos.Folder.Below(npy))).Code);

    private byte[] Read(string npy) => File.ReadAllBytes(_photos.Folder.Below(npy));

    private string[] Arguments(string data, string steps, params string[] more) =>
    [
        "train", "fashion-cgan", "--nodes", "0", "--data", data, "--steps", steps, "--json", "--http", "off",
        .. more.Contains("--out") ? Array.Empty<string>() : ["--out", Out],
        "--set", "image.size=16", "--set", "network.width=4", "--set", "batch=4", .. more,
    ];
}
