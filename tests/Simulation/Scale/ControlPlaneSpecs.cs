using System.Diagnostics;
using GanCluster.Core.Runs;
using GanCluster.Simulation.Scale;

namespace GanCluster.Simulation.Tests.Scale;

/// <summary>How the round rules grow from 100 to 1,000 workers: what is n log n takes some 15 times as long, what is quadratic
/// 100.</summary>
public class ControlPlaneSpecs
{
    private const int Few = 100;
    private const int Many = 1_000;
    private const double MostGrowth = 45;
    private const int Tries = 10;

    [Fact]
    public void Workers_that_join_take_no_longer_each_when_they_are_many() =>
        Grows(workers => (Made(workers), plane => plane.JoinAllButOne()));

    [Fact]
    public void An_assignment_grows_with_the_workers_and_not_with_their_square() =>
        Grows(workers => (Begun(workers), plane => plane.Plan()));

    [Fact]
    public void Reports_take_no_longer_each_when_they_are_many() => Grows(workers =>
    {
        var begun = Begun(workers);
        var reports = begun.Reports();
        return (begun, plane =>
        {
            foreach (var report in reports)
            {
                plane.Say(report);
            }
        });
    });

    [Fact]
    public void Signs_of_life_take_no_longer_each_when_they_are_many() => Grows(workers =>
    {
        var begun = Begun(workers);
        var words = begun.SignsOfLife();
        return (begun, plane =>
        {
            foreach (var word in words)
            {
                plane.Say(word);
            }
        });
    });

    [Fact]
    public void The_loss_of_a_worker_grows_with_the_workers_and_not_with_their_square() =>
        Grows(workers => (Begun(workers), plane => plane.Lose(workers / 2)));

    [Fact]
    public void Workers_that_lag_take_no_longer_each_to_be_told_when_they_are_many() =>
        Grows(workers => (Made(workers), plane => plane.JoinAndHeal()));

    [Fact]
    public void A_thousand_workers_that_err_in_nothing_commit_round_after_round()
    {
        var plane = Begun(Many);
        for (var round = 0; round < 3; round++)
        {
            foreach (var report in plane.Reports())
            {
                plane.Say(report);
            }
        }

        Assert.Equal((3, Many), (plane.Committed, plane.Participants));
        plane.Lose(7);
        Assert.Equal((3, Many - 1), (plane.Committed, plane.Participants));
        plane.Join(7);
        foreach (var report in plane.Reports())
        {
            plane.Say(report);
        }

        Assert.Equal((4, Many), (plane.Committed, plane.Participants));
    }

    private static ControlPlane Made(int workers) => new(workers, workers * 10, SyncMode.Parameters);

    private static ControlPlane Begun(int workers)
    {
        var plane = Made(workers);
        plane.JoinAllButOne();
        plane.Join(workers - 1);
        return plane;
    }

    /// <summary>The least of several, for whatever else the machine does only adds.</summary>
    private static void Grows(Func<int, (ControlPlane Plane, Action<ControlPlane> What)> prepare)
    {
        var (few, many) = (double.MaxValue, double.MaxValue);
        for (var tried = 0; tried < Tries; tried++)
        {
            (few, many) = (Math.Min(few, Seconds(Few)), Math.Min(many, Seconds(Many)));
            if (tried > 1 && many <= few * MostGrowth)
            {
                return;
            }
        }

        Assert.Fail($"{few * 1000:0.000} ms with {Few} workers, {many * 1000:0.000} ms with {Many}");

        double Seconds(int workers)
        {
            var (plane, what) = prepare(workers);
            var watch = Stopwatch.StartNew();
            what(plane);
            return watch.Elapsed.TotalSeconds;
        }
    }
}
