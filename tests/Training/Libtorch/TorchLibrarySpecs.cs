using System.Reflection;
using System.Security.Cryptography;
using GanCluster.Training.Libtorch;

namespace GanCluster.Training.Tests.Libtorch;

public sealed class TorchLibrarySpecs : IDisposable
{
    private const string Name = "libLibTorchSharp.so";

    /// <summary>Of the package's own file, version 0.107.0.</summary>
    private const string PackagedSha256 = "cf33b1b0bb6bbb9754a768fb5c5d04d9f498603be50e73f55621a0b40ee608b8";

    private static readonly string Packaged = Path.Combine(
        typeof(TorchLibrarySpecs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PackageCache").Value!,
        "torchsharp",
        "0.107.0",
        "runtimes",
        "linux-x64",
        "native",
        Name);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_real_library_is_changed_in_one_byte()
    {
        var before = File.ReadAllBytes(Packaged);
        var after = before.ToArray();
        Assert.True(ElfVersions.Weaken(after, "GLIBCXX_3.4.32"));
        var changed = Assert.Single(Enumerable.Range(0, before.Length), i => before[i] != after[i]);
        Assert.Equal((0, 2), (before[changed], after[changed]));
    }

    [Fact]
    public void The_package_cache_is_never_written()
    {
        Assert.NotEqual("", TorchLibrary.Version);
        Assert.Equal(PackagedSha256, Sha256(Packaged));
    }

    [Fact]
    public void A_changed_copy_replaces_the_link_with_the_originals_mode_and_time()
    {
        var link = Path.Combine(_folder.Path, Name);
        File.CreateSymbolicLink(link, Packaged);

        Assert.Equal((", GLIBCXX_3.4.32 not asked of this system's C++ runtime", null), TorchLibrary.PrepareIn([_folder.Path]));

        Assert.Null(new FileInfo(link).LinkTarget);
        Assert.NotEqual(PackagedSha256, Sha256(link));
        Assert.Equal(PackagedSha256, Sha256(Packaged));
        Assert.Equal(File.GetLastWriteTimeUtc(Packaged), File.GetLastWriteTimeUtc(link));
        Assert.Equal(Mode(Packaged), Mode(link));
        Assert.Equal([link], Directory.EnumerateFileSystemEntries(_folder.Path));

        var once = Sha256(link);
        TorchLibrary.PrepareIn([_folder.Path]);
        Assert.Equal(once, Sha256(link));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_a_line_with_the_fix()
    {
        var link = Path.Combine(_folder.Path, Name);
        File.CreateSymbolicLink(link, Packaged);
        Directory.CreateDirectory($"{link}.{Environment.ProcessId}.tmp"); // where the copy would be written

        var (change, refusal) = TorchLibrary.PrepareIn([_folder.Path]);

        Assert.Equal("", change);
        Assert.StartsWith($"{link} needs GLIBCXX_3.4.32, which this system's C++ runtime lacks", refusal, StringComparison.Ordinal);
        Assert.EndsWith(": start the program once as the owner of its folder", refusal, StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void This_programs_own_library_was_changed_exactly_where_the_system_is_older()
    {
        var own = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", Name);
        Assert.Equal(TorchLibrary.Change.Length == 0, Sha256(own) == PackagedSha256);
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
