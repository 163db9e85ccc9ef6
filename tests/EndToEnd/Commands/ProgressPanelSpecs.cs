using GanCluster.Node.Terminal;

namespace GanCluster.EndToEnd.Tests.Commands;

public class ProgressPanelSpecs
{
    private static readonly ProgressSnapshot Half = new(
        8000, 16000, 3.25, 0.6931, -0.5, 1.25, -0.75, 12345.6, TimeSpan.FromSeconds(125), Workers: 2);

    [Fact]
    public void It_has_losses_scores_speed_time_and_workers_with_their_course()
    {
        var history = ProgressHistory.Empty.With(Half with { LossD = 1 }).With(Half with { LossD = 2 }).With(Half with { LossD = 0 });

        Assert.Equal(
            [
                "",
                "step 8,000/16,000  2 min 5 s left  epoch 3.2  ████████████░░░░░░░░░░░░░  50 %",
                "loss D          0.000  ▅█▁",
                "loss G         -0.500  ▅▅▅",
                "score real       1.25  ▅▅▅",
                "score fake      -0.75  ▅▅▅",
                "images/s       12,346  ▅▅▅",
                "workers             2  ▅▅▅",
            ],
            ProgressPanel.Of(history, 78, 24, inColour: false));
    }

    [Fact]
    public void Of_a_run_that_time_ends_the_bar_is_of_its_time()
    {
        var lines = ProgressPanel.Of(ProgressHistory.Empty.With(Half with { Part = 0.75 }), 78, 24, inColour: false);

        Assert.EndsWith("  75 %", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, 50)]
    [InlineData(80, 24)]
    [InlineData(30, 6)]
    [InlineData(12, 2)]
    [InlineData(1, 1)]
    public void No_line_reaches_the_last_column_and_the_last_row_is_left(int width, int height)
    {
        var history = Enumerable.Range(0, 500).Aggregate(ProgressHistory.Empty, (h, i) => h.With(Half with { LossG = i }));

        var lines = ProgressPanel.Of(history, width, height, inColour: false);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, Math.Max(1, width - 1)));
        Assert.InRange(lines.Count, 2, Math.Max(2, height - 1));
    }

    [Fact]
    public void Colours_are_only_where_they_are_asked_for()
    {
        var history = ProgressHistory.Empty.With(Half);

        Assert.Contains(ProgressPanel.Of(history, 80, 24, inColour: true), line => line.Contains('\u001b', StringComparison.Ordinal));
        Assert.DoesNotContain(ProgressPanel.Of(history, 80, 24, inColour: false), line => line.Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public void A_sparkline_shows_the_last_values_between_their_least_and_their_most()
    {
        Assert.Equal("▁▅█", Sparkline.Of([9, 9, 0, 1, 2], 3));
        Assert.Equal("▁ █", Sparkline.Of([0, double.NaN, 1], 8));
        Assert.Equal("", Sparkline.Of([], 8));
    }

    [Fact]
    public void The_panel_is_redrawn_in_place_below_what_is_noted_or_said_by_others_and_ends_as_one_line()
    {
        using var terminal = new MadeTerminal(width: 60);
        var progress = new ProgressLine(terminal.Writer, terminal.Console, new FakeClock(), TimeSpan.Zero, isPanel: true);

        progress.Note("before");
        progress.Report(Half with { Step = 1 });
        progress.Note("checkpoint written");
        var worker = new ProgressLine(terminal.Writer, terminal.Console, new FakeClock(), TimeSpan.Zero, isPanel: true);
        worker.Note("worker-2 has left");
        worker.Note("so has 3");
        progress.Report(Half with { Step = 2 });
        var screen = new MadeScreen();
        screen.Write(terminal.Written);
        Assert.Equal(["before", "checkpoint written", "worker-2 has left", "so has 3", ""], screen.Shown.Take(5));
        Assert.StartsWith("step 2/16,000", screen.Shown[5], StringComparison.Ordinal);
        Assert.Equal(5 + 7, screen.Shown.Count);

        progress.Finish();
        progress.Note("after");
        screen = new MadeScreen();
        screen.Write(terminal.Written);
        Assert.Equal(["before", "checkpoint written", "worker-2 has left", "so has 3", ProgressText.Of(Half with { Step = 2 }), "after", ""], screen.Shown);
    }

    [Fact]
    public void A_terminal_that_is_resized_has_the_next_panel_as_wide_as_it_is()
    {
        using var terminal = new MadeTerminal(width: 100);
        var progress = new ProgressLine(terminal.Writer, terminal.Console, new FakeClock(), TimeSpan.Zero, isPanel: true);
        progress.Report(Half);

        terminal.Console.Profile.Width = 40;
        progress.Report(Half);

        var screen = new MadeScreen();
        screen.Write(terminal.Written);
        Assert.All(screen.Shown, line => Assert.InRange(line.Length, 0, 39));
        Assert.Equal(8, screen.Shown.Count);
    }
}
