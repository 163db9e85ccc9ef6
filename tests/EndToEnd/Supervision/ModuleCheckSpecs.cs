using System.Diagnostics;
using GanCluster.Core;
using GanCluster.Node.Supervision;

namespace GanCluster.EndToEnd.Tests.Supervision;

public sealed class ModuleCheckSpecs
{
    [Fact]
    public void Warnings_are_handed_on_and_what_modules_print_is_not()
    {
        using var check = Check("echo trying G; echo hello; echo warning one; echo warning two");

        Assert.Equal(["one", "two"], check.Warnings(CancellationToken.None));
    }

    [Theory]
    [InlineData("echo trying G; echo warning one; echo refusal first; echo refusal second", "first")]
    [InlineData("echo trying G; echo refusal G ended the process; exit 2", "G ended the process")]
    [InlineData("echo trying G; echo trying D; kill -9 $$", "D ended the process that tried it with exit code 137: ")]
    public void What_is_refused_is_bad_input_in_one_line(string script, string line)
    {
        using var check = Check(script);

        var refused = Assert.Throws<UserInputException>(() => check.Warnings(CancellationToken.None));

        Assert.StartsWith(line, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData("exit 7")]
    [InlineData("echo another program; exit 0")]
    public void A_program_that_can_not_be_started_as_a_trial_is_told_that_there_was_none(string script)
    {
        using var check = Check(script);

        Assert.StartsWith(
            "this program's modules were not tried", Assert.Single(check.Warnings(CancellationToken.None)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_modules_that_never_end()
    {
        using var stop = new CancellationTokenSource();
        using var check = Check("exec sleep 60");
        await stop.CancelAsync();

        Assert.ThrowsAny<OperationCanceledException>(() => check.Warnings(stop.Token));
    }

    private static ModuleCheck Check(string script) =>
        new(ChildNode.Start("trial", new ProcessStartInfo("sh", ["-c", script])));
}
