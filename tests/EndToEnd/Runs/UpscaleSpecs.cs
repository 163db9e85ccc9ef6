using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Training.Images;
using GanCluster.Training.Images.Decoding;

namespace GanCluster.EndToEnd.Tests.Runs;

[Collection(RunCollection.Name)]
public sealed partial class UpscaleSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_upscales_the_test_images_and_says_how_well()
    {
        await Train("fashion-srgan", "--set", "network.width=4", "--set", "network.depth=1");
        var (png, npy) = (_folder.Below("a.png"), _folder.Below("a.npy"));
        var ran = await Ran.Of("upscale", "--run", _folder.Below("run"), "--count", "9", "--out", png, "--npy", npy);
        Assert.True(ran.Code == 0, ran.Error);
        var found = Figures().Match(ran.Output);
        Assert.True(found.Success, ran.Output);

        // Of the test images alone, so no run changes it: 10 log10 of 255^2 / mean squared error by a separate program.
        Assert.Equal("16.010", found.Groups["bicubic"].Value);
        Assert.InRange(double.Parse(found.Groups["upscaled"].Value, CultureInfo.InvariantCulture), 14, 20);
        var header = Encoding.Latin1.GetString(File.ReadAllBytes(npy), 0, 128);
        Assert.Contains("'shape': (9, 1, 28, 28,)", header, StringComparison.Ordinal);
        Assert.True(new FileInfo(png).Length > 1000);

        var many = await Ran.Of("upscale", "--run", _folder.Below("run"), "--count", "10001");
        Assert.Equal(
            "--count is 10001, and data fashion-mnist has 10000 test images; give a number up to that", many.Refusal());
        var sampled = await Ran.Of("sample", "--run", _folder.Below("run"), "--npy", npy);
        Assert.Contains("this run upscales images", sampled.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_of_the_users_comes_back_four_times_as_wide_and_high()
    {
        await Train("fashion-srgan", "--set", "network.width=4", "--set", "network.depth=1");
        var (run, from, to) = (_folder.Below("run"), _folder.Below("in.png"), _folder.Below("out.png"));
        Png.Write(from, new PixelImage(40, 12, 3, [.. Enumerable.Range(0, 40 * 12 * 3).Select(i => (byte)i)]));

        var ran = await Ran.Of("upscale", "--run", run, from, to);

        Assert.Equal((0, to + "\n"), (ran.Code, ran.Output));
        Assert.Equal("", ran.Error);
        using (var large = ImageDecoder.Read(to, default))
        {
            Assert.Equal((160, 48, false), (large.Width, large.Height, large.IsGrey()));
        }

        Png.Write(from, new PixelImage(1025, 1, 1, new byte[1025]));
        Assert.Equal(
            $"'{from}' is of 1025 x 1 pixels, more than 1024 a side: give a part of it, or a smaller copy",
            (await Ran.Of("upscale", "--run", run, from, to)).Refusal());
        Assert.Contains(
            "is no image (PNG, JPEG, WebP, GIF or BMP)",
            (await Ran.Of("upscale", "--run", run, _folder.Write("text.png", "text"), to)).Refusal(),
            StringComparison.Ordinal);
        Assert.Contains(
            "none.png' can't be read",
            (await Ran.Of("upscale", "--run", run, _folder.Below("none.png"), to)).Refusal(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_another_family_is_refused()
    {
        await Train("ring8");
        var ran = await Ran.Of("upscale", "--run", _folder.Below("run"));
        Assert.Contains("this run is of family mixture, which upscales nothing", ran.Refusal(), StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"^PSNR over 10000 test images: bicubic (?<bicubic>[\d.]+) dB, upscaled (?<upscaled>[\d.]+) dB \([+-][\d.]+ dB\)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Figures();

    private async Task Train(string run, params string[] more)
    {
        var ran = await Ran.Of(["train", run, "--nodes", "0", "--steps", "2", "--json", "--out", _folder.Below("run"), .. more]);
        Assert.True(ran.Code == 0, ran.Error);
    }
}
