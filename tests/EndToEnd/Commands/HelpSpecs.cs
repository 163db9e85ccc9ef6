using System.CommandLine;
using GanCluster.Node.Commands;
using GanCluster.Node.Commands.Help;

namespace GanCluster.EndToEnd.Tests.Commands;

public class HelpSpecs
{
    private static readonly Command Root = CommandTree.Build(Invocation.Context(TextWriter.Null));

    public static TheoryData<string> Commands => [.. Paths(Root, "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_but_one_for_makers_has_examples_that_can_be_run(string path)
    {
        var examples = HelpBook.Of(path).Examples;

        Assert.True(examples.Count > 0 || path == "bench collapse", $"{path} has no example");
        Assert.All(examples, example =>
        {
            var words = example.Line.Split(" > ")[0].Split(' ');
            var parsed = CommandLine.Parse(Root, words[1..]);
            Assert.Null(ParseErrors.Describe(parsed));
            Assert.Equal("gancluster", words[0]);
            Assert.True(path.Length == 0 || parsed.CommandResult.Command.Name == path.Split(' ')[^1] || path == "data" || path == "bench", example.Line);
        });
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task It_has_examples_before_the_options_all_of_them_and_the_exit_codes(string path)
    {
        var help = (await Invocation.Of($"{path} --help")).Output;
        var command = CommandLine.Parse(Root, [.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).CommandResult.Command;

        Assert.StartsWith(command.Description!, help, StringComparison.Ordinal);
        Assert.All(command.Options.Where(option => !option.Hidden), option => Assert.Contains($"\n  {option.Name}", help, StringComparison.Ordinal));
        Assert.True(
            path == "bench collapse" || help.IndexOf("Examples:", StringComparison.Ordinal) is > 0 and var at
                && at < help.IndexOf("Usage:", StringComparison.Ordinal));
        Assert.Contains("\nExit codes:\n  0 ", help, StringComparison.Ordinal);
        Assert.Contains("  NO_COLOR ", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_stand_in_groups_with_their_defaults()
    {
        var lines = (await Invocation.Of("train --help")).Output.Split('\n');

        Assert.Equal(
            ["Examples:", "Usage:", "Arguments:", "What is trained:", "How long:", "Who computes:", "Where nodes meet:", "What comes out:", "Environment:", "Exit codes:"],
            lines.Where(line => line.EndsWith(':') && line[0] != ' '));
        Assert.Contains("[default: 2]", string.Join(' ', lines), StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("  GANCLUSTER_SECRET", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  130 ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(110)]
    public void Lines_that_can_be_broken_fit_the_terminal(int columns)
    {
        var train = Root.Subcommands.Single(command => command.Name == "train");

        Assert.DoesNotContain(
            HelpText.Of([Root, train], columns).Split('\n'),
            line => line.Length > columns && !line.Contains("gancluster train", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Paths(Command command, string path) => command.Subcommands
        .Where(sub => !sub.Hidden)
        .SelectMany(sub => Paths(sub, $"{path} {sub.Name}".Trim()))
        .Prepend(path);
}
