using System.Diagnostics;
using GanCluster.EndToEnd.Tests.Commands;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>The node's executable on a terminal, which script(1) makes.</summary>
[Collection(RunCollection.Name)]
public sealed class TerminalSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task On_a_terminal_a_run_is_shown_as_it_goes_and_ends_as_lines_without_colours_where_none_are_wanted()
    {
        var said = await OnTerminal("run", ("TERM", "xterm-256color"), ("NO_COLOR", "1"), ("CI", ""));
        var screen = new MadeScreen();
        screen.Write(said);

        Assert.Contains("loss D", said, StringComparison.Ordinal);
        Assert.Contains("workers             1", said, StringComparison.Ordinal);
        Assert.Contains('▅', said);
        Assert.Equal(0, screen.Colours);
        Assert.DoesNotContain(screen.Shown, line => line.StartsWith("loss D  ", StringComparison.Ordinal));
        Assert.Single(screen.Shown, line => line.StartsWith("step 40/40  100 %", StringComparison.Ordinal));
        Assert.Contains(screen.Shown, line => line.StartsWith("weights_sha256", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dumb_terminal_has_plain_lines()
    {
        var said = await OnTerminal("run", ("TERM", "dumb"), ("CI", ""));

        Assert.Contains("step 40/40  100 %", said, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', said);
    }

    private async Task<string> OnTerminal(string folder, params (string Name, string Value)[] environment)
    {
        var command = $"stty cols 80 rows 30; exec '{NodeProcess.Host}' '{NodeProcess.Library}' train ring8 --nodes 0 --steps 40 "
            + $"--set batch=16 --http off --out '{_folder.Below(folder)}'";
        var start = new ProcessStartInfo("script", ["-qefc", command, "/dev/null"]);
        using var script = NodeProcess.Start(start, environment.ToDictionary(pair => pair.Name, pair => pair.Value));
        var ran = await script.Exit();
        Assert.True(ran.Code == 0, ran.Output + ran.Error);
        return ran.Output;
    }
}
