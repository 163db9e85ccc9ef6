namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>libtorch warns on standard error, once a process or a thread: in a process of its own, every family and every way to
/// use it.</summary>
[Collection(RunCollection.Name)]
public sealed class LibtorchWarningsSpecs : IDisposable
{
    /// <summary>What each warning of libtorch has: the file that gives it.</summary>
    private const string Mark = ".cpp:";

    private readonly FewImages _few = new();

    public void Dispose() => _few.Dispose();

    [Theory]
    [InlineData("ring8", "packing=2", "penalties.gradient=1")]
    [InlineData("fashion-vanilla", "data=few", "spectralNorm=1")]
    [InlineData("fashion-cgan", "data=few", "diffAugment=color,translation,cutout", "network.width=4")]
    [InlineData("fashion-lapgan", "data=few", "network.width=8")]
    [InlineData("fashion-srgan", "data=few", "network.width=4", "network.depth=1", "superResolution.pretrain=0.0001")]
    [InlineData("fashion-r3gan", "data=few", "network.width=4")]
    public async Task Training_measuring_and_sampling_bring_none(string run, params string[] settings)
    {
        var folder = _few.Folder.Below("run");
        string[] set = [.. settings.Append("batch=4").SelectMany(setting => new[] { "--set", setting })];

        await Quiet(["train", run, "--nodes", "0", "--steps", "4", "--workers-per-node", "2", "--http", "off", "--out", folder, .. set]);
        if (run == "fashion-srgan")
        {
            await Quiet("upscale", "--run", folder, "--count", "4", "--out", _few.Folder.Below("a.png"));
        }
        else
        {
            await Quiet("sample", "--run", folder, "--count", "4", "--out", _few.Folder.Below("a.png"));
        }
    }

    [Fact]
    public async Task Measuring_images_brings_none()
    {
        var folder = _few.Folder.Below("run");
        await Quiet("train", "fashion-vanilla", "--nodes", "0", "--steps", "1", "--http", "off", "--out", folder, "--set", "data=few");
        await Quiet("evaluate", "--run", folder, "--count", "200");
    }

    private async Task Quiet(params string[] arguments)
    {
        var ran = await NodeProcess.Run(_few.Folder.Path, arguments);
        Assert.True(ran.Code == 0, ran.Error);
        Assert.DoesNotContain(Mark, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", ran.Error, StringComparison.OrdinalIgnoreCase);
    }
}
