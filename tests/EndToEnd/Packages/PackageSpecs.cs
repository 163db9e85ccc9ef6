using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Own;

namespace GanCluster.EndToEnd.Tests.Packages;

/// <summary>The packages as <c>dotnet pack</c> makes them of what is built, and a program that has nothing else of this checkout.</summary>
[Collection(RunCollection.Name)]
public sealed class PackageSpecs : IDisposable
{
    private const string Version = "0.1.0-tried";
    private static readonly string[] Names = ["Cluster", "Core", "Exchange", "Node", "Simulation", "Telemetry", "Training"];

    private readonly TemporaryFolder _folder = new();
    private readonly Sdk _sdk;

    public PackageSpecs() => _sdk = new Sdk(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_project_of_one_s_own_has_all_that_it_trains_with_from_the_packages()
    {
        await _sdk.Run(
            "pack", Path.Combine(Sdk.Root, "GanCluster.sln"), "-c", "Release", "--no-build", "--nologo", "-v", "q", "-o", _sdk.Feed,
            $"-p:PackageVersion={Version}");
        Assert.Equal(
            Names.SelectMany(name => new[] { $"GanCluster.{name}.{Version}.nupkg", $"GanCluster.{name}.{Version}.snupkg" }),
            Directory.EnumerateFiles(_sdk.Feed).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.All(Names, IsWhole);

        ProjectTemplate.Write(_folder.Below("mine"), new NodeReference(IsSource: false, Version), []);
        UseTorchSharpFirst();
        await _sdk.RunApart("build", _folder.Below("mine"), "-c", "Release", "--nologo", "-v", "q");
        var output = _folder.Below("mine", "bin", "Release", "net10.0");
        Assert.NotNull(new FileInfo(Path.Combine(output, "runtimes", "linux-x64", "native", "libtorch_cpu.so")).LinkTarget);
        Assert.Equal(0, new[] { "TieredCompilation\": false", "Concurrent\": false" }
            .Count(setting => !File.ReadAllText(Path.Combine(output, "mine.runtimeconfig.json")).Contains(setting, StringComparison.Ordinal)));

        var trained = await _sdk.Run(
            Path.Combine(output, "mine.dll"), "train", _folder.Below("mine", "mine.json"), "--steps", "10", "--nodes", "0", "--json",
            "--http", "off", "--out", _folder.Below("run"));
        Assert.Equal(10, trained.Whole().Json.GetProperty("steps").GetInt64());
        var named = await _sdk.Run(
            Path.Combine(output, "mine.dll"), "train", "ring8", "--steps", "1", "--nodes", "0", "--json", "--http", "off", "--out", _folder.Below("ring"));
        Assert.Equal(1, named.Json.GetProperty("steps").GetInt64());
    }

    [Fact]
    public async Task A_project_beside_a_checkout_is_built_from_it()
    {
        ProjectTemplate.Write(_folder.Below("mine"), NodeReference.Here(AppContext.BaseDirectory, Version), []);
        await _sdk.Run("build", _folder.Below("mine"), "-c", "Release", "--nologo", "-v", "q", "-p:BuildProjectReferences=false");
        var trained = await _sdk.Run(
            _folder.Below("mine", "bin", "Release", "net10.0", "mine.dll"), "train", _folder.Below("mine", "mine.json"), "--steps", "2",
            "--nodes", "0", "--json", "--http", "off", "--out", _folder.Below("run"));
        Assert.Equal(2, trained.Whole().Json.GetProperty("steps").GetInt64());
    }

    /// <summary>The program comes to TorchSharp before anything of these libraries is loaded, and libtorch has to load for it where the
    /// C++ runtime is older than that asks for.</summary>
    private void UseTorchSharpFirst()
    {
        var program = _folder.Below("mine", "Program.cs");
        var training = File.ReadAllText(program).Replace(
            "return await", "internal static class Training\n{\ninternal static Task<int> Run(string[] args) =>", StringComparison.Ordinal);
        File.WriteAllText(_folder.Below("mine", "Training.cs"), training + "}\n");
        File.WriteAllText(program, "TorchSharp.torch.zeros(1).Dispose();\nreturn await Training.Run(args);\n");
    }

    private void IsWhole(string name)
    {
        using var package = ZipFile.OpenRead(Path.Combine(_sdk.Feed, $"GanCluster.{name}.{Version}.nupkg"));
        var assembly = name == "Node" ? "gancluster-node" : $"GanCluster.{name}";
        var entries = package.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string> { "README.md", $"lib/net10.0/{assembly}.dll", $"lib/net10.0/{assembly}.xml" }, entries);

        var about = XDocument.Parse(Encoding.UTF8.GetString(Read(package, $"GanCluster.{name}.nuspec")).TrimStart('\uFEFF')).Root!
            .Descendants().ToLookup(element => element.Name.LocalName, element => element.Value);
        Assert.All(new[] { "description", "license", "readme", "tags", "authors" }, element => Assert.NotEmpty(Assert.Single(about[element])));

        // What a compiler for one system has added would not load on another.
        var image = Read(package, $"lib/net10.0/{assembly}.dll");
        using var portable = new PEReader(new MemoryStream(image));
        Assert.Equal(0, portable.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
        Assert.True(image.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Sdk.Root)) < 0, $"{assembly} names the folder that it was built in");
    }

    private static byte[] Read(ZipArchive package, string entry)
    {
        using var stream = package.GetEntry(entry)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
