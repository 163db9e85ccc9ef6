using System.Text.RegularExpressions;
using GanCluster.Ops.Tests.Setup;
using GanCluster.Training.Data;

namespace GanCluster.Ops.Tests.Compose;

public sealed class DockerfileSpecs
{
    private static readonly string Dockerfile = Repository.Read("ops/Dockerfile");

    private static readonly string[] Sources =
    [
        .. Regex.Matches(Dockerfile, "^COPY (?!--from)(?<sources>.+) [^ ]+$", RegexOptions.Multiline)
            .SelectMany(copy => copy.Groups["sources"].Value.Split(' ')),
    ];

    [Fact]
    public void What_it_copies_is_there_and_not_ignored()
    {
        var kept = Repository.Read(".dockerignore").Split('\n')
            .Where(line => line.StartsWith('!'))
            .Select(line => line[1..]);

        Assert.NotEmpty(Sources);
        Assert.All(Sources, source => Assert.True(Path.Exists(Repository.Path(source)), source));
        Assert.Equal(Sources.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Everything_else_stays_out_of_its_context() =>
        Assert.StartsWith("*\n", Repository.Read(".dockerignore"), StringComparison.Ordinal);

    [Fact]
    public void Fashion_MNIST_comes_to_where_it_is_looked_for()
    {
        var known = DataCatalog.OfThisMachine().Known.Single(data => data.Name == "fashion-mnist");

        Assert.Contains($"COPY --from=data {known.Package} {known.Package}\n", Dockerfile, StringComparison.Ordinal);
        Assert.Contains(" dataset-fashion-mnist \\\n", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_bundle_is_the_projects() => Assert.Equal(
        Regex.Match(Repository.Read("Directory.Build.props"), "<TorchSharpBundle>(?<bundle>.+)</").Groups["bundle"].Value,
        Regex.Match(Dockerfile, "^ARG TORCHSHARP_BUNDLE=(?<bundle>.+)$", RegexOptions.Multiline).Groups["bundle"].Value);

    [Fact]
    public void The_node_is_not_run_by_root() =>
        Assert.Contains("\nUSER $APP_UID\n", Dockerfile, StringComparison.Ordinal);
}
