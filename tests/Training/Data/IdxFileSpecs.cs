using System.IO.Compression;
using GanCluster.Core;
using GanCluster.Training.Data;

namespace GanCluster.Training.Tests.Data;

public sealed class IdxFileSpecs : IDisposable
{
    private static readonly byte[] TwoImages = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255];

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("images", false)]
    [InlineData("images.gz", true)]
    public void Images_are_read_plain_or_compressed(string name, bool gzip)
    {
        var data = IdxFile.Read(Write(name, gzip ? Gzip(TwoImages) : TwoImages));
        Assert.Equal([2, 1, 3], data.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 255], data.Values);
    }

    [Fact]
    public void Labels_are_read() => Assert.Equal([7, 9], IdxFile.Read(Write("labels", [0, 0, 8, 1, 0, 0, 0, 2, 7, 9])).Values);

    [Theory]
    [InlineData(false, 21, "truncated")]
    [InlineData(true, 21, "truncated")]
    [InlineData(false, 9, "truncated")]
    [InlineData(true, 9, "truncated")]
    [InlineData(false, 0, "truncated")]
    public void A_truncated_file_is_refused(bool gzip, int bytes, string reason) =>
        AssertRefused(gzip ? "a.gz" : "a", gzip ? Gzip(TwoImages[..bytes]) : TwoImages[..bytes], reason);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_overlong_file_is_refused(bool gzip)
    {
        byte[] longer = [.. TwoImages, 0];
        AssertRefused(gzip ? "a.gz" : "a", gzip ? Gzip(longer) : longer, "longer than its header says ([2, 1, 3])");
    }

    [Fact]
    public void A_gzip_file_that_was_cut_short_is_refused()
    {
        var noise = new byte[5000];
        new Random(1).NextBytes(noise);
        var whole = Gzip([0, 0, 8, 1, 0, 0, 0x13, 0x88, .. noise]);
        AssertRefused("a.gz", whole[..^2000], "replace it");
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 9, 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 8, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 8, 5, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0 })]
    public void Another_magic_is_refused(byte[] file) => AssertRefused("a", file, "does not start like an IDX file");

    [Fact]
    public void A_plain_file_called_gz_is_refused() => AssertRefused("a.gz", TwoImages, "not a sound gzip file");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_header_that_claims_too_much_is_refused_before_it_is_allocated(bool gzip)
    {
        byte[] claim = [0, 0, 8, 4, 0x7F, 255, 255, 255, 0x7F, 255, 255, 255, 0x7F, 255, 255, 255, 0x7F, 255, 255, 255];
        AssertRefused(gzip ? "a.gz" : "a", gzip ? Gzip(claim) : claim, "more than the file can hold");
        byte[] oneGigabyte = [0, 0, 8, 1, 0x40, 0, 0, 0];
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(gzip ? "b.gz" : "b", gzip ? Gzip(oneGigabyte) : oneGigabyte, "more than the file can hold");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void A_negative_dimension_is_refused() =>
        AssertRefused("a", [0, 0, 8, 1, 255, 255, 255, 255], "more than the file can hold");

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<UserInputException>(() => IdxFile.Read(_temp.File("nowhere")));
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionMode.Compress))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }

    private void AssertRefused(string name, byte[] file, string reason)
    {
        var path = Write(name, file);
        var error = Assert.Throws<UserInputException>(() => IdxFile.Read(path));
        Assert.StartsWith($"'{path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_temp.File(name), bytes);
        return _temp.File(name);
    }
}
