using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Commands;
using GanCluster.Node.Quality;

namespace GanCluster.EndToEnd.Tests.Commands;

/// <summary>What a script reads of commands that are no run's.</summary>
public sealed class JsonSpecs : IDisposable
{
    /// <summary>A node, whose run has its summary where it is coordinated; and a script.</summary>
    private static readonly string[] Without = ["worker", "completion"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_that_gives_something_gives_it_as_json()
    {
        var silent = Leaves(CommandTree.Build(Invocation.Context(TextWriter.Null)))
            .Where(command => !command.Options.Any(option => option.Name == "--json"))
            .Select(command => command.Name);

        Assert.Equal(Without.Order(), silent.Order());
    }

    [Fact]
    public async Task A_certificate_says_its_file_its_digest_and_its_end()
    {
        var file = _folder.Below("node.pfx");

        var json = (await Ran.Of("certificate", "--out", file, "--json")).Json;

        Assert.Equal(file, json.GetProperty("file").GetString());
        Assert.Matches("^[0-9a-f]{64}$", json.GetProperty("sha256").GetString()!);
        Assert.InRange(json.GetProperty("not_after").GetDateTimeOffset(), DateTimeOffset.Now.AddYears(9), DateTimeOffset.Now.AddYears(11));
    }

    [Fact]
    public async Task A_project_says_its_files_and_what_comes_next()
    {
        var json = (await Ran.Of("init", _folder.Below("faces"), "--json")).Json;

        Assert.All(json.GetProperty("files").EnumerateArray(), file => Assert.True(File.Exists(file.GetString()), file.GetString()));
        Assert.Equal(7, json.GetProperty("files").GetArrayLength());
        Assert.EndsWith("train faces.json --nodes 2", json.GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("package").ValueKind);
    }

    [Fact]
    public void Demo_and_data_get_take_it()
    {
        Assert.True(DemoCommand.Training(Invocation.Options<DemoOptions>("demo --json")).Run.Json);
        Assert.Equal(new DataGetOptions("mnist", Json: true), Invocation.Options<DataGetOptions>("data get mnist --json"));
    }

    [Fact]
    public void Figures_of_quality_stand_beside_the_goals_that_they_reach()
    {
        var goal = QualityGoal.All[0];
        var figures = new QualityFigures(
            new QualityQuestion("fashion-vanilla", 120_000, [], null, 1, 10_000), "ab", 60, new Dictionary<string, double> { ["fid"] = 2.5 });

        var json = BenchQualityCommand.Json(new Dictionary<string, QualityFigures> { ["vanilla"] = figures }, [(goal, 0.9)]);

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$$"""
                {
                  "runs": [{"name": "vanilla", "images": 120000, "seconds": 60, "weights_sha256": "ab", "measures": {"fid": 2.5}}],
                  "goals": [{"goal": "{{{goal.What}}}", "figure": 0.9, "is_least": true, "bound": 0.91, "holds": false}],
                  "holds": false
                }
                """),
            JsonNode.Parse(json.ToJsonString())));
    }

    private static IEnumerable<Command> Leaves(Command command) => command.Subcommands.Any(sub => !sub.Hidden)
        ? command.Subcommands.Where(sub => !sub.Hidden).SelectMany(Leaves)
        : [command];
}
