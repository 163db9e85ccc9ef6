using GanCluster.Node.Terminal;

namespace GanCluster.EndToEnd.Tests.Commands;

public class ProgressSpecs
{
    private static readonly ProgressSnapshot Half = new(
        8000, 16000, 3.25, 0.6931, -0.5, 1.25, -0.75, 12345.6, TimeSpan.FromSeconds(125));

    [Fact]
    public void A_line_begins_with_what_matters_most()
    {
        Assert.Equal(
            "step 8,000/16,000  50 %  12,346 images/s  2 min 5 s left  loss D 0.693 G -0.500  epoch 3.2  "
            + "score real 1.25 fake -0.75",
            ProgressText.Of(Half));
        Assert.DoesNotContain("epoch", ProgressText.Of(Half with { Epoch = null }), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_is_not_told_before_it_is_known()
    {
        Assert.DoesNotContain("left", ProgressText.Of(Half with { Left = null }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_percent_means_finished()
    {
        Assert.Contains("99 %", ProgressText.Of(Half with { Step = 15_999 }), StringComparison.Ordinal);
        Assert.Contains("100 %", ProgressText.Of(Half with { Step = 16_000 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "0 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(3600, "1 h 0 min")]
    [InlineData(90_000, "1 d 1 h")]
    public void A_duration_has_its_two_largest_units(double seconds, string text)
    {
        Assert.Equal(text, ProgressText.Duration(TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void Plain_lines_come_no_faster_than_the_interval_and_the_last_report_always()
    {
        var clock = new FakeClock();
        var written = new StringWriter { NewLine = "\n" };
        var progress = new ProgressLine(written, terminal: null, clock, TimeSpan.FromSeconds(10));

        progress.Report(Half with { Step = 1 });
        clock.Advance(TimeSpan.FromSeconds(9));
        progress.Report(Half with { Step = 2 });
        clock.Advance(TimeSpan.FromSeconds(1));
        progress.Report(Half with { Step = 3 });
        progress.Report(Half with { Step = 4 });
        progress.Finish();
        progress.Finish();

        Assert.Equal(["step 1/", "step 3/", "step 4/"], written.ToString().TrimEnd().Split('\n').Select(line => line[..7]));
        Assert.DoesNotContain('\r', written.ToString());
    }

    [Fact]
    public void A_live_line_is_redrawn_in_place_below_what_is_noted_and_stays_when_it_ends()
    {
        using var screen = new MadeTerminal(width: 30);
        var progress = new ProgressLine(screen.Writer, screen.Console, new FakeClock(), TimeSpan.Zero);

        progress.Note("before");
        progress.Report(Half with { Step = 1 });
        progress.Report(Half with { Step = 2 });
        progress.Note("checkpoint written");
        progress.Report(Half with { Step = 3 });
        progress.Finish();
        progress.Note("after");

        Assert.Equal(["before", "checkpoint written", "step 3/16,000  0 %  12,346 i…", "after"], screen.Shown());
    }

    [Fact]
    public void A_run_may_go_on_after_its_live_line_was_ended()
    {
        using var screen = new MadeTerminal(width: 30);
        var progress = new ProgressLine(screen.Writer, screen.Console, new FakeClock(), TimeSpan.Zero);

        progress.Report(Half with { Step = 1 });
        progress.Finish();
        progress.Finish();
        progress.Report(Half with { Step = 2 });
        progress.Finish();

        Assert.Equal(["step 1/16,000  0 %  12,346 i…", "step 2/16,000  0 %  12,346 i…"], screen.Shown());
    }

    [Fact]
    public void The_cursor_is_there_while_a_live_line_is_shown()
    {
        using var screen = new MadeTerminal(width: 30);

        new ProgressLine(screen.Writer, screen.Console, new FakeClock(), TimeSpan.Zero).Report(Half);

        Assert.DoesNotContain("\u001b[?25l", screen.Written[screen.Written.LastIndexOf("\u001b[?25h", StringComparison.Ordinal)..],
            StringComparison.Ordinal);
    }
}
