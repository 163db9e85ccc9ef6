using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Sets;

namespace GanCluster.EndToEnd.Tests.Sets;

/// <summary>From an npm package and from plain files on a server of this machine.</summary>
public sealed class SetBringerSpecs : IDisposable
{
    private const string Archive = "/hats/-/hats-1.2.3.tgz";

    private static readonly byte[] Whole = Shelf.Archive(
        ("package/package.json", "{}"), ("package/img/a.png", "one"), ("package/img/b.png", "two"), ("package/img/64/c.png", "no"));

    private readonly TemporaryFolder _folder = new();
    private readonly Shelf _shelf = new();
    private readonly List<string> _told = [];
    private readonly List<long> _came = [];

    public void Dispose()
    {
        _shelf.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Of_an_npm_package_only_the_folders_own_files_are_taken()
    {
        _shelf.Put(Archive, Shelf.Archive(
            ("package/package.json", "{}"), ("package/img/a.png", "one"), ("package/img/b.png", "two"), ("package/other/c.png", "no")));

        Assert.Equal(_folder.Below("data", "hats"), await Bring());

        Assert.Equal(["a.png", "b.png"], Files());
        Assert.Equal("two", await File.ReadAllTextAsync(_folder.Below("data", "hats", "b.png")));
        Assert.Equal([$"bringing hats from npm package hats 1.2.3 at {_shelf.Address.TrimEnd('/')}"], _told);
        Assert.Equal([Archive], _shelf.Asked);
        Assert.True(_came[^1] > 0);
        Nothing_else_is_left();
    }

    [Fact]
    public async Task What_is_there_is_not_brought_again()
    {
        _shelf.Put(Archive, Shelf.Archive(("package/img/a.png", "one"), ("package/img/b.png", "two")));
        await Bring();
        await Bring();
        Assert.Single(_shelf.Asked);
    }

    [Fact]
    public async Task Of_two_that_bring_it_at_once_one_does()
    {
        _shelf.Put(Archive, Shelf.Archive(("package/img/a.png", "one"), ("package/img/b.png", "two")));
        await Task.WhenAll(Bring(), Bring());
        Assert.Single(_shelf.Asked);
        Nothing_else_is_left();
    }

    [Fact]
    public async Task Other_files_in_its_place_stay_and_are_told()
    {
        _folder.Write("data/hats/mine.png", "mine");
        Assert.Equal(
            $"'{_folder.Below("data", "hats")}' is there and does not hold the files of hats: move it away, or give it another name",
            await Refusal());
        Assert.Equal(["mine.png"], Files());
        Assert.Empty(_shelf.Asked);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_removed()
    {
        _folder.Write("data/.hats-0123/files/a.png", "half");
        _shelf.Put(Archive, Shelf.Archive(("package/img/a.png", "one"), ("package/img/b.png", "two")));
        await Bring();
        Nothing_else_is_left();
    }

    [Fact]
    public async Task Other_content_is_refused_and_nothing_is_left()
    {
        _shelf.Put(Archive, Shelf.Archive(("package/img/a.png", "one"), ("package/img/b.png", "2")));
        var sum = Sha256(("a.png", "one"), ("b.png", "2"));
        Assert.Contains($"what came has the SHA-256 {sum[..12]} and not ", await Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2)]
    public async Task A_truncated_archive_is_refused_and_nothing_is_left(int parts)
    {
        _shelf.Put(Archive, Whole[..(Whole.Length - (Whole.Length / parts))]);
        await Refused();
    }

    [Fact]
    public async Task What_is_no_archive_is_refused_and_nothing_is_left()
    {
        _shelf.Put(Archive, "<html>"u8.ToArray());
        Assert.Contains("what came is damaged or was broken off", await Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_told_and_nothing_is_left()
    {
        _shelf.BreakOff(Archive, RandomNumberGenerator.GetBytes(1 << 20));
        await Refused();
    }

    [Theory]
    [InlineData("package/img/../../../a.png")]
    [InlineData("package/img/..")]
    [InlineData("package/img/.hidden")]
    [InlineData("package/img//etc/passwd")]
    [InlineData("package/img/64/c.png")]
    public async Task A_path_that_leads_elsewhere_is_refused_and_nothing_is_left(string path)
    {
        _shelf.Put(Archive, Shelf.Archive(("package/img/b.png", "two"), (path, "one")));
        Assert.Contains("no plain file right in its folder", await Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_is_refused_and_nothing_is_left()
    {
        _shelf.Put(Archive, Shelf.Archive(
            [new PaxTarEntry(TarEntryType.SymbolicLink, "package/img/a.png") { LinkName = "/etc/passwd" }]));
        Assert.Contains("no plain file right in its folder", await Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_without_the_folder_is_refused()
    {
        _shelf.Put(Archive, Shelf.Archive(("package/a.png", "one")));
        Assert.Contains("the archive holds nothing below package/img/", await Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_followed()
    {
        _shelf.Redirect(Archive, _shelf.Address + "elsewhere.tgz");
        _shelf.Put("/elsewhere.tgz", Shelf.Archive(("package/img/a.png", "one"), ("package/img/b.png", "two")));
        await Bring();
        Assert.Equal([Archive, "/elsewhere.tgz"], _shelf.Asked);
    }

    [Fact]
    public async Task What_is_not_there_is_told() =>
        Assert.Contains("the answer is 404 Not Found", await Refused(), StringComparison.Ordinal);

    [Fact]
    public async Task The_next_way_is_tried_and_of_a_gzip_file_what_it_holds_counts()
    {
        _shelf.Put("/plain/a.png", "one"u8.ToArray());
        _shelf.Put("/plain/b.png.gz", Gzip("two"));
        await Bring(Hats with { Routes = [.. Hats.Routes, new PlainFiles(_shelf.Address + "plain/", "a.png", "b.png.gz")] });
        Assert.Equal(["a.png", "b.png.gz"], Files());
        Assert.Equal([Archive, "/plain/a.png", "/plain/b.png.gz"], _shelf.Asked);
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public async Task Without_a_network_it_is_one_line_with_the_fix()
    {
        _shelf.Dispose();
        Assert.Equal(
            $"data set 'hats' can't be brought (npm package hats 1.2.3 at {_shelf.Address.TrimEnd('/')}: nobody listens there): "
            + $"try again with a network, or put its files into '{_folder.Below("data", "hats")}'",
            await Refusal());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told()
    {
        _folder.Write("data", "a file");
        Assert.StartsWith($"can't write to '{_folder.Below("data")}': ", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_public_sets_are_found_by_name_and_a_mistyped_one_has_the_nearest()
    {
        Assert.Equal("emoji", PublicSet.Get("emoji").Name);
        Assert.Contains(
            "the nearest is 'fashion-mnist'",
            Assert.Throws<UserInputException>(() => PublicSet.Get("fashion")).Message,
            StringComparison.Ordinal);
    }

    private PublicSet Hats => new(
        "hats", Sha256(("a.png", "one"), ("b.png", "two")), new NpmPackage("hats", "1.2.3", "package/img/"));

    /// <summary>As sha256sum prints it.</summary>
    private static string Sha256(params (string Name, string Text)[] files) => Hash(
        string.Concat(files.Select(file => $"{Hash(file.Text)}  {file.Name}\n")));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(bytes, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    private Task<string> Bring(PublicSet? set = null)
    {
        var tools = new SetTools(
            name => name == "npm_config_registry" ? _shelf.Address : null, new Downloads((done, _) => _came.Add(done)), IsRoot: false);
        return new SetBringer(_folder.Below("data"), tools, _told.Add).Bring(set ?? Hats, CancellationToken.None);
    }

    private async Task<string> Refusal() =>
        (await Assert.ThrowsAsync<UserInputException>(() => Bring())).Message;

    private async Task<string> Refused()
    {
        var line = await Refusal();
        Assert.StartsWith("data set 'hats' can't be brought (npm package hats 1.2.3 at ", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Below("data")));
        return line;
    }

    private IEnumerable<string> Files() =>
        Directory.EnumerateFiles(_folder.Below("data", "hats")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private void Nothing_else_is_left() =>
        Assert.Equal([_folder.Below("data", "hats")], Directory.EnumerateFileSystemEntries(_folder.Below("data")));
}
