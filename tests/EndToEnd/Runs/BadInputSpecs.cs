using GanCluster.EndToEnd.Tests.Commands;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>By the real executable: one line on standard error, exit code 2, and nothing written.</summary>
[Collection(RunCollection.Name)]
public sealed class BadInputSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Out => _folder.Below("out");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train rng8", "unknown run 'rng8'; the nearest is 'ring8'")]
    [InlineData("train ring8 --set bacth=8", "unknown key 'bacth'; the nearest is 'batch'")]
    [InlineData("train ring8 --set optimizer.beta=0", "unknown key 'optimizer.beta'; the nearest is 'optimizer.beta1'")]
    [InlineData("train ring8 --set batch=many", "'batch' is many; it takes")]
    [InlineData("train ring8 --set data=fashion-mnist", "'data' is fashion-mnist, and family mixture needs a mixture")]
    [InlineData("train ring8 --workers-per-node 0", "--workers-per-node")]
    [InlineData("train ring8 --nodes -1", "--nodes is '-1'; it takes a whole number from 0")]
    [InlineData("train ring8 --steps 0", "--steps")]
    [InlineData("train ./missing.json", "can't read run file './missing.json': no such file or folder")]
    public async Task What_cannot_be_trained_is_refused_before_anything_is_written(string arguments, string part)
    {
        var line = (await NodeProcess.Run(_folder.Path, [.. arguments.Split(' '), "--steps", "1", "--out", Out])).Refusal();
        Assert.Contains(part, line, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte", "truncated or damaged: its header says [60000, 28, 28]")]
    [InlineData("train-images-idx3-ubyte.gz", "is truncated: replace it with a whole copy")]
    public async Task A_truncated_data_set_is_refused(string images, string part)
    {
        byte[] header = [0, 0, 8, 3, 0, 0, 0xEA, 0x60, 0, 0, 0, 28, 0, 0, 0, 28];
        var isGzip = images.EndsWith(".gz", StringComparison.Ordinal);
        foreach (var name in new[] { "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte" })
        {
            _folder.Write($"data/fashion-mnist/{name}", "\0\0\b\u0001\0\0\0\0");
        }

        File.WriteAllBytes(_folder.Below("data", "fashion-mnist", images), isGzip ? TruncatedGzip(header) : header);
        var environment = new Dictionary<string, string> { ["GANCLUSTER_DATA"] = _folder.Below("data") };
        using var node = NodeProcess.Start(
            _folder.Path, environment, "train", "fashion-vanilla", "--steps", "1", "--out", Out);
        var line = (await node.Exit()).Refusal();
        Assert.Contains($"'{_folder.Below("data", "fashion-mnist", images)}'", line, StringComparison.Ordinal);
        Assert.Contains(part, line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_refused()
    {
        var file = _folder.Write("file", "text");
        Assert.Contains(
            $"'{file}' is a file, not a folder; choose another --out",
            (await NodeProcess.Run(_folder.Path, "train", "ring8", "--steps", "1", "--out", Path.Combine(file, "run"))).Refusal(),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "can't write to '/proc/x': ",
            (await NodeProcess.Run(_folder.Path, "train", "ring8", "--steps", "1", "--out", "/proc/x")).Refusal(),
            StringComparison.Ordinal);
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task More_workers_than_replicas_are_allowed_and_said_to_be_idle()
    {
        var ran = await NodeProcess.Run(
            _folder.Path, "train", "ring8", "--nodes", "0", "--steps", "4", "--workers-per-node", "3", "--set", "replicas=1", "--out", Out,
            "--json");
        Assert.Equal(1, ran.Whole().Json.GetProperty("workers").GetArrayLength());
        Assert.Contains("replicas is 1: 2 of 3 workers will be idle", ran.Error, StringComparison.Ordinal);
    }

    private static byte[] TruncatedGzip(byte[] header)
    {
        using var file = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(header);
            gzip.Write(new byte[60_000 * 28 * 28]);
        }

        return file.ToArray()[..^1000];
    }
}
