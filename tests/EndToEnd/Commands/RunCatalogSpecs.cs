using GanCluster.Core;
using GanCluster.Node.Runs;

namespace GanCluster.EndToEnd.Tests.Commands;

public sealed class RunCatalogSpecs : IDisposable
{
    private readonly TemporaryFolder _here = new();

    public RunCatalogSpecs()
    {
        _here.Write("home/cluster-config/runs/ring8.json", "the ring");
        _here.Write("home/cluster-config/runs/grid25.json", "the grid");
        _here.Write("home/cluster-config/runs/notes.txt", "");
        Directory.CreateDirectory(_here.Below("home", "src", "bin"));
    }

    [Fact]
    public void It_is_found_upward_from_the_executable()
    {
        Assert.Equal(["grid25", "ring8"], RunCatalog.Locate(null, _here.Below("home", "src", "bin")).Names);
    }

    [Fact]
    public void The_home_variable_goes_first()
    {
        _here.Write("other/cluster-config/runs/mine.json", "");

        Assert.Equal(["mine"], RunCatalog.Locate(_here.Below("other"), _here.Below("home", "src")).Names);
    }

    [Fact]
    public void A_place_without_runs_is_refused()
    {
        var home = Assert.Throws<UserInputException>(() => RunCatalog.Locate(_here.Below("nowhere"), _here.Path)).Message;
        var above = Assert.Throws<UserInputException>(() => RunCatalog.Locate("", _here.Path)).Message;

        Assert.Contains("GANCLUSTER_HOME is", home, StringComparison.Ordinal);
        Assert.Contains("set GANCLUSTER_HOME", above, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_runs_are_found_from_here()
    {
        Assert.Contains("ring8", RunCatalog.Locate(null, AppContext.BaseDirectory).Names);
    }

    [Fact]
    public void A_name_is_a_shipped_run()
    {
        var path = _here.Below("home", "cluster-config", "runs", "ring8.json");

        Assert.Equal(new RunFile("ring8", path, "the ring"), Catalog().Read("ring8"));
    }

    [Fact]
    public void A_path_is_a_file()
    {
        var path = _here.Write("own/small.json", "mine");

        Assert.Equal(new RunFile("small", path, "mine"), Catalog().Read(path));
    }

    [Fact]
    public void An_unknown_run_is_refused_with_the_nearest_and_all()
    {
        var error = Assert.Throws<UserInputException>(() => Catalog().Read("ring9")).Message;

        Assert.Equal("unknown run 'ring9'; the nearest is 'ring8'; known: grid25, ring8; or give a .json file", error);
    }

    [Theory]
    [InlineData("missing.json", "no such file or folder")]
    [InlineData("no/such/missing.json", "no such file or folder")]
    [InlineData("home/cluster-config", "permission denied")]
    public void A_file_that_cannot_be_read_is_named(string path, string why)
    {
        var error = Assert.Throws<UserInputException>(() => Catalog().Read(_here.Below(path.Split('/')))).Message;

        Assert.Contains(path, error, StringComparison.Ordinal);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    public void Dispose() => _here.Dispose();

    private RunCatalog Catalog() => RunCatalog.Locate(_here.Below("home"), _here.Path);
}
