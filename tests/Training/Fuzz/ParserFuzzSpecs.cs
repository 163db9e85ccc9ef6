using GanCluster.Core;
using GanCluster.Core.Tests.Fuzz;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Data;
using GanCluster.Training.Images;
using GanCluster.Training.Images.Decoding;
using GanCluster.Training.Measures;
using GanCluster.Training.Tests.Images.Decoding;

namespace GanCluster.Training.Tests.Fuzz;

/// <summary>Files that are not what their names say.</summary>
public sealed class ParserFuzzSpecs : IDisposable
{
    private const int Count = 20_000;

    /// <summary>Each is written first; 20,000 of them were taken or refused likewise (2026-11-30).</summary>
    private const int Files = 4_000;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_safetensors_file_is_read_or_refused() => Try(
        [Written(
            stream => Safetensors.Write(
                stream,
                [new("g.weight", [2, 3], new float[6]), new("d.scale", [], new float[1]), new("d.empty", [0, 4], Array.Empty<float>())],
                new Dictionary<string, string> { ["run"] = "ring8", ["step"] = "12" }))],
        input => Safetensors.Read(new MemoryStream(input), "file"),
        e => e is CheckpointException);

    [Fact]
    public void Any_manifest_is_read_or_refused() => Try(
        [Manifest()], input => CheckpointManifest.FromJson(input, "manifest.json"), e => e is CheckpointException or UserInputException);

    [Theory]
    [InlineData("images")]
    [InlineData("images.gz")]
    public void Any_IDX_file_is_read_or_refused(string name)
    {
        byte[] idx = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 3, .. new byte[18]];
        Try([name == "images" ? idx : Zipped(idx)], AsFile(name, path => IdxFile.Read(path)), e => e is UserInputException, Files);
    }

    [Fact]
    public void Any_array_of_images_is_read_or_refused() => Try(
        [Written(stream => Npy.Write(stream, [2, 1, 3, 3], [.. Enumerable.Range(0, 18).Select(i => (i - 8) / 9f)])), Bytes()],
        AsFile("images.npy", path => NpyImages.Read(path)),
        e => e is UserInputException,
        Files);

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("bmp")]
    public void Any_image_is_decoded_or_refused(string kind)
    {
        byte[] pixels = [.. Enumerable.Range(0, 8 * 8 * 4).Select(i => (byte)(i * 7))];
        var sound = kind switch
        {
            "png" => SkiaFiles.LinearPng([10, 100, 200]),
            "jpeg" => SkiaFiles.ColourJpeg(8, 8, pixels),
            "webp" => SkiaFiles.WebP(8, 8, pixels, isLossless: false),
            "gif" => Written(stream => Gif.Write(stream, [new PixelImage(2, 2, 3, new byte[12])], 10)),
            _ => [.. "BM"u8, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0, .. new byte[40]],
        };

        Try(
            [sound],
            input =>
            {
                using var image = ImageDecoder.Decode(input, "file", Rgb.White);
            },
            e => e is UserInputException);
    }

    private static void Try(IReadOnlyList<byte[]> sound, Action<byte[]> parse, Func<Exception, bool> isRefusal, int count = Count)
    {
        Assert.All(sound, parse);
        var (taken, refused) = Fuzzed.Try(FuzzedBytes.Of(sound, count, seed: 1), parse, isRefusal);
        Assert.Equal(count, taken + refused);
        Assert.True(taken > 0 && refused > count / 4, $"{taken} taken, {refused} refused");
    }

    private Action<byte[]> AsFile(string name, Action<string> read) => input =>
    {
        var path = _folder.File(name);
        File.WriteAllBytes(path, input);
        read(path);
    };

    private static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static byte[] Zipped(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zip = new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionLevel.Fastest))
        {
            zip.Write(bytes);
        }

        return stream.ToArray();
    }

    private static byte[] Bytes() =>
        [0x93, .. "NUMPY"u8, 1, 0, 71, 0, .. "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 3), }      \n\n\n"u8, .. new byte[18]];

    private static byte[] Manifest() => new CheckpointManifest
    {
        Run = "ring8", Seed = 1, Step = 12, Images = 3072, Round = 3, Version = 4, Hash = new string('0', 32), ConfigurationHash = "a",
        DataSha256 = "b", Kernels = "avx512", Created = DateTimeOffset.UnixEpoch, Files = [new("g.safetensors", 8, "c")],
    }.ToJson();
}
