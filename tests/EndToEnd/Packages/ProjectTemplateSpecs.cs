using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Own;

namespace GanCluster.EndToEnd.Tests.Packages;

public sealed class ProjectTemplateSpecs : IDisposable
{
    private static readonly NodeReference Package = new(IsSource: false, "1.2.3");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Init_writes_a_project_and_says_how_it_is_trained()
    {
        var ran = await Ran.Of("init", _folder.Below("faces"));

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal(
            [".gitignore", "Networks.cs", "Program.cs", "README.md", "Samples.cs", "faces.csproj", "faces.json"],
            Directory.EnumerateFiles(_folder.Below("faces")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Contains("dotnet run -c Release -- train faces.json --nodes 2", ran.Output, StringComparison.Ordinal);
        Assert.EndsWith("\non images of your own: add --data FOLDER\n", ran.Output, StringComparison.Ordinal);
        Assert.Contains("runs/0001-faces-seed1", File.ReadAllText(_folder.Below("faces", "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_there_is_not_written_over()
    {
        var program = _folder.Write("faces/Program.cs", "mine");

        Assert.Contains("is there already", (await Ran.Of("init", _folder.Below("faces"))).Refusal(), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(program));
        Assert.Single(Directory.EnumerateFiles(_folder.Below("faces")));
    }

    [Theory]
    [InlineData("2faces")]
    [InlineData("my faces")]
    [InlineData("a.b")]
    [InlineData("Akka")]
    public void A_name_that_no_project_can_have_is_refused(string name)
    {
        Assert.Throws<UserInputException>(() => ProjectTemplate.Write(_folder.Below(name), Package, ["akka"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Without_a_checkout_it_refers_to_the_package_of_this_version()
    {
        ProjectTemplate.Write(_folder.Below("faces"), NodeReference.Here(_folder.Path, "1.2.3"), []);

        Assert.Contains(
            "<PackageReference Include=\"GanCluster.Node\" Version=\"1.2.3\" />",
            File.ReadAllText(_folder.Below("faces", "faces.csproj")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Within_a_checkout_it_refers_to_the_project_by_the_way_there()
    {
        _folder.Write("src/GanCluster.Node/GanCluster.Node.csproj", "");
        var reference = NodeReference.Here(_folder.Below("src", "GanCluster.Node", "bin"), "1.2.3");

        Assert.Equal("../src/GanCluster.Node", reference.From(_folder.Below("faces")));
        Assert.Equal(_folder.Below("src", "GanCluster.Node"), reference.From("/elsewhere/faces"));
    }
}
