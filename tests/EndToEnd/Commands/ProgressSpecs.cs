using GanCluster.Node.Terminal;

namespace GanCluster.EndToEnd.Tests.Commands;

public class ProgressSpecs
{
    private static readonly ProgressSnapshot Half = new(
        8000, 16000, 3.25, 0.6931, -0.5, 1.25, -0.75, 12345.6, TimeSpan.FromSeconds(125));

    [Fact]
    public void A_line_holds_everything_when_there_is_room()
    {
        Assert.Equal(
            "step 8,000/16,000  50 %  epoch 3.2  loss D 0.693 G -0.500  score real 1.25 fake -0.75  "
            + "12,346 images/s  2 min 5 s left",
            ProgressText.Format(Half, 200));
    }

    [Fact]
    public void What_matters_least_goes_first_and_whole()
    {
        Assert.Equal(
            "step 8,000/16,000  50 %  epoch 3.2  loss D 0.693 G -0.500  12,346 images/s  2 min 5 s left",
            ProgressText.Format(Half, 110));
        Assert.Equal("step 8,000/16,000  50 %  12,346 images/s  2 min 5 s left", ProgressText.Format(Half, 60));
        Assert.Equal("step 8,000/16,000  12,346 images/s", ProgressText.Format(Half, 40));
        Assert.Equal("step 8,000/16,000", ProgressText.Format(Half, 20));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(79)]
    [InlineData(10)]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_line_is_never_wider_than_the_terminal(int width)
    {
        var worst = new ProgressSnapshot(
            long.MaxValue, long.MaxValue, 1e6, double.NaN, double.NegativeInfinity, -1e9, 1e9, 1e12, TimeSpan.FromDays(9999));

        Assert.InRange(ProgressText.Format(worst, width).Length, 0, Math.Max(width, 0));
    }

    [Fact]
    public void What_is_left_is_not_told_before_it_is_known()
    {
        Assert.DoesNotContain("left", ProgressText.Format(Half with { Left = null }, 200), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_percent_means_finished()
    {
        Assert.Contains("99 %", ProgressText.Format(Half with { Step = 15_999 }, 200), StringComparison.Ordinal);
        Assert.Contains("100 %", ProgressText.Format(Half with { Step = 16_000 }, 200), StringComparison.Ordinal);
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
        var progress = new ProgressLine(written, live: false, () => 40, clock, TimeSpan.FromSeconds(10));

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
    public void A_live_line_is_redrawn_in_place_and_ended_once()
    {
        var clock = new FakeClock();
        var written = new StringWriter { NewLine = "\n" };
        var progress = new ProgressLine(written, live: true, () => 20, clock, TimeSpan.Zero);

        progress.Report(Half with { Step = 1 });
        progress.Report(Half with { Step = 2 });
        progress.Note("checkpoint written");
        progress.Finish();
        progress.Report(Half with { Step = 3 });
        progress.Finish();

        Assert.Equal(
            "\r\u001b[Kstep 1/16,000\r\u001b[Kstep 2/16,000\r\u001b[Kcheckpoint written\n\r\u001b[Kstep 3/16,000\n",
            written.ToString());
    }

    private sealed class FakeClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        internal void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
