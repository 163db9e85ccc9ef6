using System.Diagnostics;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Commands;
using GanCluster.Node.Commands.Completion;

namespace GanCluster.EndToEnd.Tests.Commands;

public sealed class CompletionSpecs : IDisposable
{
    private static readonly IReadOnlyList<CompletionEntry> Table =
        CompletionTable.Of(CommandTree.Build(Invocation.Context(TextWriter.Null)), ["ring8", "ring9"]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("st", "status stop")]
    [InlineData("train r", "ring8 ring9")]
    [InlineData("train ring8 --no", "--nodes")]
    [InlineData("train ring8 --nodes 2 --see", "--seed")]
    [InlineData("bench chaos --run ", "ring8 ring9")]
    [InlineData("bench cha", "chaos")]
    [InlineData("data get --h", "--help")]
    [InlineData("completion ", "bash fish zsh --help")]
    [InlineData("train ring8 --out ", "")]
    [InlineData("tri", "")]
    public async Task Bash_completes_commands_runs_options_and_their_values(string line, string expected)
    {
        var script = _folder.Write("completion.bash", CompletionScript.For("bash", Table));
        var probe = _folder.Write("probe.bash", """
            set -eu
            source "$1"
            read -ra COMP_WORDS <<<"gancluster $2"
            [[ $2 == *' ' ]] && COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _gancluster
            printf '%s\n' "${COMPREPLY[@]}"
            complete -p gancluster >&2
            """);
        using var bash = NodeProcess.Start(new ProcessStartInfo("bash", [probe, script, line]), new Dictionary<string, string>());
        var ran = await bash.Exit();

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Contains("-F _gancluster", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_prints_the_script_of_a_shell_that_it_knows()
    {
        Assert.StartsWith("# bash completion", (await Ran.Of("completion", "bash")).Output, StringComparison.Ordinal);
        Assert.StartsWith("#compdef gancluster", (await Ran.Of("completion", "zsh")).Output, StringComparison.Ordinal);
        Assert.Contains("-l nodes -r", (await Ran.Of("completion", "fish")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await Ran.Of("completion", "csh")).Code);
    }

    [Fact]
    public void A_word_that_is_a_command_at_two_places_is_told_apart_in_fish() => Assert.Contains(
        "-n '__fish_seen_subcommand_from train; and not __fish_seen_subcommand_from bench' -l coordinators",
        CompletionScript.For("fish", Table), StringComparison.Ordinal);

    [Fact]
    public void What_is_for_the_program_s_own_processes_is_left_out() =>
        Assert.DoesNotContain("trial", CompletionScript.For("fish", Table), StringComparison.Ordinal);
}
