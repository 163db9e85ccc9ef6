using System.Text.RegularExpressions;
using GanCluster.Ops.Tests.Setup;
using YamlDotNet.RepresentationModel;

namespace GanCluster.Ops.Tests.Workflows;

public sealed partial class WorkflowSpecs
{
    private readonly YamlNode _jobs = Yaml.Parse(Repository.Read(".github/workflows/ci.yml")).At("jobs")!;

    [Fact]
    public void Each_job_takes_the_SDK_that_the_checkout_asks_for()
    {
        Assert.Equal(2, _jobs.Entries().Count());
        Assert.All(_jobs.Entries(), job =>
        {
            var steps = job.Value.At("steps").Items().ToList();
            Assert.Equal(["actions/checkout@v4", "actions/setup-dotnet@v4"], steps[..2].Select(step => step.At("uses").Text()));
            Assert.True(File.Exists(Repository.Path(steps[1].At("with", "global-json-file").Text()!)));
        });
    }

    [Fact]
    public void Linux_runs_the_suite() => Assert.Equal(["./gancluster test"], Commands("suite"));

    [Fact]
    public void Windows_and_macOS_run_what_is_not_for_Linux_alone_and_trains_nothing()
    {
        var commands = Commands("elsewhere").ToList();
        var run = commands.Select(command => Tested().Match(command)).Where(match => match.Success)
            .Select(match => match.Groups["project"].Value);
        var portable = Directory.GetFiles(Repository.Path("tests"), "*.Tests.csproj", SearchOption.AllDirectories)
            .Select(project => Path.GetFileName(Path.GetDirectoryName(project)!))
            .Except(["Training"])
            .Where(project => !IsForLinux(project));

        Assert.Equal("dotnet build GanCluster.sln -c Release --nologo", commands[0]);
        Assert.Equal(portable.Order(StringComparer.Ordinal), run.Order(StringComparer.Ordinal));
    }

    private static bool IsForLinux(string project) =>
        Repository.Path($"tests/{project}/AssemblyInfo.cs") is var file
        && File.Exists(file)
        && File.ReadAllText(file).Contains("SupportedOSPlatform(\"linux\")", StringComparison.Ordinal);

    private IEnumerable<string> Commands(string job) => _jobs.At(job, "steps").Items()
        .Select(step => step.At("run").Text())
        .OfType<string>();

    [GeneratedRegex("^dotnet test tests/(?<project>\\w+) -c Release --no-build --nologo$")]
    private static partial Regex Tested();
}
