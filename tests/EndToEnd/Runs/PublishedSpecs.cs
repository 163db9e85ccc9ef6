using System.Diagnostics;
using System.Text.Json;
using GanCluster.EndToEnd.Tests.Commands;

namespace GanCluster.EndToEnd.Tests.Runs;

[Collection(RunCollection.Name)]
public sealed class PublishedSpecs : IDisposable
{
    private static readonly string Native = Path.Combine("runtimes", "linux-x64", "native");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_published_program_holds_libtorch_itself_and_loads_it()
    {
        var published = _folder.Below("published");
        var publish = await Run(
            NodeProcess.Host, "publish", Project("examples", "OwnGan"), "-c", "Release", "--no-build", "--nologo", "-o", published);
        Assert.True(publish.Code == 0, publish.Output + publish.Error);
        Assert.Null(new FileInfo(Path.Combine(published, Native, "libtorch_cpu.so")).LinkTarget);

        var doctor = await Run(Path.Combine(published, "OwnGan"), "doctor", "--json");
        var torch = doctor.Json.EnumerateArray().Single(f => f.GetProperty("name").GetString() == "packages.TorchSharp");
        Assert.True(torch.GetProperty("ok").GetBoolean(), torch.GetProperty("detail").GetString());
    }

    [Fact]
    public void What_is_built_links_to_libtorch() =>
        Assert.NotNull(new FileInfo(Path.Combine(AppContext.BaseDirectory, Native, "libtorch_cpu.so")).LinkTarget);

    [Fact]
    public async Task A_program_outside_of_the_repository_needs_no_more_in_its_project_than_the_example_has()
    {
        var example = File.ReadAllText(Project("examples", "OwnGan", "OwnGan.csproj"));
        var project = _folder.Write("Own.csproj", example.Replace("../../src", Project("src"), StringComparison.Ordinal));
        var evaluated = await Run(
            NodeProcess.Host, "msbuild", project, "-getProperty:TargetFramework", "-getProperty:OutputType",
            "-getProperty:ImplicitUsings");
        Assert.True(evaluated.Code == 0, evaluated.Output + evaluated.Error);
        var properties = JsonDocument.Parse(evaluated.Output).RootElement.GetProperty("Properties");
        Assert.Equal(
            ["net10.0", "Exe", "enable"],
            new[] { "TargetFramework", "OutputType", "ImplicitUsings" }.Select(name => properties.GetProperty(name).GetString()!));

        var copied = await Run(NodeProcess.Host, "msbuild", project, "-getItem:None");
        Assert.Contains("\"cluster-config/runs/ring8.json\"", copied.Output, StringComparison.Ordinal);

        var targets = await Run(NodeProcess.Host, "msbuild", project, "-targets");
        Assert.Contains("LinkNatives", targets.Output.Split('\n').Select(line => line.Trim()));
    }

    private static string Project(params string[] below)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GanCluster.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"no GanCluster.sln above {AppContext.BaseDirectory}");
        }

        return Path.Combine([folder.FullName, .. below]);
    }

    private async Task<Ran> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Path };
        using var process = NodeProcess.Start(start, new Dictionary<string, string>());
        return await process.Exit();
    }
}
