using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GanCluster.EndToEnd.Tests.Commands;

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
            "--count is 10001, and fashion-mnist has 10000 test images; give a number up to that", many.Refusal());
        var sampled = await Ran.Of("sample", "--run", _folder.Below("run"), "--npy", npy);
        Assert.Contains("this run upscales images", sampled.Refusal(), StringComparison.Ordinal);
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
