using System.Buffers;
using System.Security.Cryptography;
using GanCluster.Core;
using GanCluster.Training.Checkpoints;

namespace GanCluster.Training.Tests.Checkpoints;

public sealed class CheckpointStoreSpecs : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly CheckpointStore _store;

    public CheckpointStoreSpecs() => _store = new CheckpointStore(Folder);

    private string Folder => _temp.File("checkpoints");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void What_is_saved_is_found_and_loaded_again()
    {
        var saved = Save(300);

        var newest = _store.Newest();

        Assert.Empty(newest.Refused);
        Assert.Equal(_temp.File("checkpoints/step-00000300"), newest.Checkpoint!.Folder);
        Assert.Equivalent(saved.Manifest, newest.Checkpoint.Manifest, strict: true);
        Assert.Equal(("ring8", ulong.MaxValue, 300), (saved.Manifest.Run, saved.Manifest.Seed, saved.Manifest.Images / 64));
        var file = newest.Checkpoint.Load();
        Assert.Equal([300f], file.Tensors.Single(t => t.Name == "g.w").Values.ToArray());
        Assert.Equal("why not", file.Metadata["note"]);
    }

    [Fact]
    public void An_independent_reader_computes_the_weights_sum_of_the_manifest()
    {
        var saved = Save(300);
        var plain = new PlainSafetensors(File.ReadAllBytes(Path.Combine(saved.Folder, "model.safetensors")));
        Assert.Equal(saved.Manifest.WeightsSha256, plain.WeightsSha256());
        Assert.Equal("why not", plain.Metadata("note"));
    }

    [Fact]
    public void The_manifest_is_plain_json()
    {
        var text = File.ReadAllText(Path.Combine(Save(300).Folder, "manifest.json"));
        foreach (var member in new[] { "format", "configuration_hash", "weights_sha256", "files", "sha256", "created" })
        {
            Assert.Contains($"\"{member}\":", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Only_the_newest_are_kept()
    {
        foreach (var step in new[] { 1, 2, 3, 4, 100_000_000_000 })
        {
            Save(step);
        }

        Assert.Equal(["step-00000003", "step-00000004", "step-100000000000"], Names());
        Assert.Equal(100_000_000_000, _store.Newest().Checkpoint!.Manifest.Step);
    }

    [Fact]
    public void After_a_fall_back_what_is_written_stays_although_damaged_ones_are_newer()
    {
        foreach (var step in new[] { 600, 700, 800, 900 })
        {
            Save(step);
        }

        Save(650);
        Assert.Contains("step-00000650", Names());
    }

    [Fact]
    public void A_checkpoint_of_the_same_step_is_replaced()
    {
        Save(300);
        _store.Save(Info(300) with { Run = "second" }, Tensors(5), new Dictionary<string, string>());
        Assert.Equal("second", _store.Newest().Checkpoint!.Manifest.Run);
        Assert.Equal(["step-00000300"], Names());
    }

    public static TheoryData<string, string, string> Damage => new()
    {
        { "model.safetensors", "truncate", "its manifest says" },
        { "model.safetensors", "empty", "has 0 bytes" },
        { "model.safetensors", "flip", "does not have the SHA-256 that its manifest says" },
        { "model.safetensors", "delete", "is missing" },
        { "manifest.json", "truncate", "does not have the SHA-256" },
        { "manifest.json", "empty", "is empty" },
        { "manifest.json", "flip", "does not have the SHA-256" },
        { "manifest.json", "delete", "is missing" },
        { "manifest.sha256", "truncate", "does not have the SHA-256" },
        { "manifest.sha256", "empty", "does not have the SHA-256" },
        { "manifest.sha256", "delete", "is missing" },
    };

    [Theory]
    [MemberData(nameof(Damage))]
    public void A_damaged_checkpoint_is_refused_by_name_for_the_one_before(string file, string damage, string reason)
    {
        Save(1);
        Inflict(Path.Combine(Save(2).Folder, file), damage);

        var newest = _store.Newest();

        Assert.Equal(1, newest.Checkpoint!.Manifest.Step);
        var refused = Assert.Single(newest.Refused);
        Assert.EndsWith("step-00000002", refused.Folder, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
        Assert.Contains(file, refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void When_all_are_damaged_all_are_named_and_none_is_given()
    {
        Inflict(Path.Combine(Save(1).Folder, "model.safetensors"), "empty");
        Inflict(Path.Combine(Save(2).Folder, "model.safetensors"), "flip");
        var newest = _store.Newest();
        Assert.Null(newest.Checkpoint);
        Assert.Equal(2, newest.Refused.Count);
    }

    [Theory]
    [InlineData("../step-00000001/model.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\\\b")]
    [InlineData("..")]
    public void A_manifest_that_names_a_file_elsewhere_is_refused(string name)
    {
        Save(1);
        Rewrite(Save(2).Folder, json => json.Replace(
            "\"files\": [", $$"""
            "files": [{ "name": "{{name}}", "length": 1, "sha256": "" },
            """, StringComparison.Ordinal));
        Assert.Contains("not a plain file name", Assert.Single(_store.Newest().Refused).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"format\": 3", "\"format\": \"3\"", "not a manifest")]
    [InlineData("\"step\": 2", "\"step\": 3", "step 3")]
    [InlineData("model.safetensors", "other.safetensors", "does not list model.safetensors")]
    [InlineData("\"run\": \"ring8\"", "\"run\": null", "not a manifest")]
    [InlineData("\"round\": 2,", "", "not a manifest")]
    [InlineData("\"round\": 2,", "\"round\": 2, \"more\": 2,", "not a manifest")]
    public void A_manifest_of_another_kind_is_refused(string from, string to, string reason)
    {
        Rewrite(Save(2).Folder, json => json.Replace(from, to, StringComparison.Ordinal));
        Assert.Contains(reason, Assert.Single(_store.Newest().Refused).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2, \"of_then\": true")]
    [InlineData("1e99")]
    public void A_checkpoint_of_another_versions_format_is_not_passed_over_for_one_before(string format)
    {
        Save(1);
        Rewrite(Save(2).Folder, json => json.Replace("\"format\": 3", $"\"format\": {format}", StringComparison.Ordinal));
        foreach (var open in new Func<object?>[] { () => _store.Newest(), () => _store.At(2) })
        {
            var error = Assert.Throws<UserInputException>(open);
            Assert.Contains(
                $"of a checkpoint of format {format.Split(',')[0]}; this GanCluster reads 3",
                error.Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_kill_before_the_rename_leaves_the_checkpoint_before_and_the_next_start_cleans_up()
    {
        Save(1);
        Directory.Move(Save(2).Folder, _temp.File("checkpoints/.partial-step-00000002"));

        var newest = new CheckpointStore(Folder).Newest();
        Assert.Equal(1, newest.Checkpoint!.Manifest.Step);
        Assert.Empty(newest.Refused);

        new CheckpointStore(Folder).RemoveLeftovers();
        Assert.Equal(["step-00000001"], Names());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_write_that_fails_half_way_leaves_no_trace(bool denied)
    {
        Save(1);
        using var full = new FullDisk(denied);
        NamedTensor[] tensors = [.. Tensors(2), new NamedTensor("z", [1], full.Memory)];

        var error = Assert.Throws<IOException>(() => _store.Save(Info(2), tensors, new Dictionary<string, string>()));

        Assert.Contains("step-00000002", error.Message, StringComparison.Ordinal);
        Assert.Equal(["step-00000001"], Names());
        Assert.Equal(1, _store.Newest().Checkpoint!.Manifest.Step);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_io_error()
    {
        File.WriteAllText(Folder, "in the way");
        Assert.Throws<IOException>(() => Save(1));
        Assert.Equal("in the way", File.ReadAllText(Folder));
    }

    [Fact]
    public void A_folder_that_the_kernel_keeps_read_only_is_an_io_error()
    {
        // Root may write to any folder of a disk, but not here.
        if (OperatingSystem.IsLinux())
        {
            var store = new CheckpointStore("/proc/self/fdinfo");
            Assert.Throws<IOException>(() => store.Save(Info(1), Tensors(1), new Dictionary<string, string>()));
        }
    }

    [Fact]
    public void A_folder_that_is_not_there_holds_no_checkpoint()
    {
        var newest = _store.Newest();
        Assert.Null(newest.Checkpoint);
        Assert.Empty(newest.Refused);
    }

    private static CheckpointManifest Info(long step) => new()
    {
        Run = "ring8",
        Seed = ulong.MaxValue,
        Step = step,
        Images = step * 64,
        Round = step,
        Version = step,
        Hash = "00112233445566778899aabbccddeeff",
        ConfigurationHash = "abc",
        DataSha256 = "def",
        Kernels = "libtorch 2.0.0, avx2",
        Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    private static NamedTensor[] Tensors(long step) =>
    [
        new("g.w", [1], new float[] { step }), new("d.w", [2], new float[] { 1, 2 }),
        new("ema.w", [1], new float[] { 3 }), new("opt.w", [1], new float[] { 4 }),
    ];

    private static void Inflict(string path, string damage)
    {
        var bytes = File.ReadAllBytes(path);
        switch (damage)
        {
            case "truncate":
                File.WriteAllBytes(path, bytes[..^70]);
                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "flip":
                bytes[bytes.Length / 2] ^= 1;
                File.WriteAllBytes(path, bytes);
                break;
            default:
                File.Delete(path);
                break;
        }
    }

    /// <summary>A manifest that someone wrote on purpose: its sum is right.</summary>
    private static void Rewrite(string folder, Func<string, string> change)
    {
        var path = Path.Combine(folder, "manifest.json");
        var text = File.ReadAllText(path);
        Assert.NotEqual(text, change(text));
        File.WriteAllText(path, change(text));
        File.WriteAllText(
            Path.Combine(folder, "manifest.sha256"), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
    }

    private Checkpoint Save(long step) =>
        _store.Save(Info(step), Tensors(step), new Dictionary<string, string> { ["note"] = "why not" });

    private string[] Names() =>
        [.. Directory.GetFileSystemEntries(Folder).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    /// <summary>Fails as a full or read-only disk does, after other tensors have been written.</summary>
    private sealed class FullDisk(bool denied) : MemoryManager<float>
    {
        public override Memory<float> Memory => CreateMemory(1);

        public override Span<float> GetSpan() =>
            throw (denied ? new UnauthorizedAccessException("denied") : new IOException("No space left on device"));

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin() => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
        }
    }
}
