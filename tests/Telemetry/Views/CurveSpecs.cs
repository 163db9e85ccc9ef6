using GanCluster.Telemetry.Views;

namespace GanCluster.Telemetry.Tests.Views;

public class CurveSpecs
{
    [Fact]
    public void Few_values_are_kept_as_they_are()
    {
        var curve = new Curve(2, most: 10);
        curve.Add(5, 5, 1, -1);
        curve.Add(8, 3, 2, double.NaN);

        var tail = curve.Since(-1);

        Assert.Equal([(5, 1, -1), (8, 2, double.NaN)], tail.Points.Select(p => (p.Step, p.Values[0], p.Values[1])));
        Assert.Equal(0, curve.Rewritten);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void However_long_the_run_its_points_are_bounded_and_keep_the_mean(int steps)
    {
        var curve = new Curve(1, most: 100);
        for (var round = 1; round <= 20_000; round++)
        {
            curve.Add((long)round * steps, steps, round);
        }

        var points = curve.Since(-1).Points;

        Assert.InRange(points.Length, 50, 100);
        Assert.Equal(20_000L * steps, points[^1].Step);
        Assert.Equal(points.Select(p => p.Step).Distinct().Order(), points.Select(p => p.Step));
        Assert.All(points.Skip(1).Zip(points), pair => Assert.InRange(
            pair.First.Values[0], pair.Second.Step / (double)steps, pair.First.Step / (double)steps));
    }

    [Fact]
    public void Points_follow_from_the_steps_and_not_from_who_asked_meanwhile()
    {
        var (asked, alone) = (new Curve(1, most: 16), new Curve(1, most: 16));
        for (var step = 1; step <= 999; step++)
        {
            asked.Add(step, 1, Math.Sin(step));
            alone.Add(step, 1, Math.Sin(step));
            asked.Since(step / 2);
        }

        Assert.Equal(Values(alone.Since(-1)), Values(asked.Since(-1)));
    }

    [Fact]
    public void Whoever_takes_tails_has_the_whole()
    {
        var curve = new Curve(1, most: 16);
        var (kept, told, revision) = (new List<CurvePoint>(), -1L, 0);
        for (var step = 1; step <= 999; step++)
        {
            curve.Add(step, 1, step);
            if (step % 3 == 0)
            {
                var tail = curve.Since(curve.Rewritten == revision ? told : -1);
                (told, revision) = (curve.Newest, curve.Rewritten);
                kept = [.. kept.Where(point => point.Step <= tail.After), .. tail.Points];
                Assert.Equal(Values(curve.Since(-1)), kept.Select(p => (p.Step, p.Values[0])));
            }
        }

        Assert.True(revision > 3, "it was halved on the way");
    }

    [Fact]
    public void A_cut_takes_what_is_later_and_says_so()
    {
        var curve = new Curve(1, most: 10);
        curve.Add(1, 1, 1);
        curve.Add(2, 1, 2);
        curve.Add(3, 1, 3);

        curve.Cut(2);
        curve.Cut(2);

        Assert.Equal([(1, 1), (2, 2)], Values(curve.Since(-1)));
        Assert.Equal(1, curve.Rewritten);
    }

    [Fact]
    public void A_step_that_is_there_is_replaced()
    {
        var curve = new Curve(1, most: 10);
        curve.Add(1, 1, 1);
        curve.Add(2, 1, 2);

        curve.Add(2, 1, 5);

        Assert.Equal([(1, 1), (2, 5)], Values(curve.Since(-1)));
        Assert.Equal(1, curve.Rewritten);
    }

    private static IEnumerable<(long, double)> Values(CurveTail tail) => tail.Points.Select(p => (p.Step, p.Values[0]));
}
