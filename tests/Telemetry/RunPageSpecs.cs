using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GanCluster.Core.Health;
using GanCluster.Core.Rounds;
using GanCluster.Telemetry.Page;
using GanCluster.Telemetry.Views;

namespace GanCluster.Telemetry.Tests;

public class RunPageSpecs
{
    private readonly RunView _view = new(Examples.Facts, TimeProvider.System);

    [Fact]
    public void Before_the_first_round_it_says_that_the_run_starts()
    {
        var html = Html();

        Assert.Contains("<h1>ring8 <small>starts</small></h1>", html, StringComparison.Ordinal);
        Assert.Contains("0 of 300", html, StringComparison.Ordinal);
        Assert.Contains("drawn from the second round on", html, StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_round_shows_step_losses_scores_rate_workers_and_samples()
    {
        var state = Examples.Begun with
        {
            Step = 15,
            Workers = Examples.Begun.Workers
                .Add(Examples.Worker(1), new WorkerState(Examples.Worker(1), 15, SecondsPerReplicaStep: 0.2))
                .Add(Examples.Worker(2), new WorkerState(Examples.Worker(2), 15, LostReason: "gone")),
        };
        _view.OnCommitted(Examples.Round(), state);
        _view.OnFault(state, attempt: null, Examples.Worker(2), "<it closed the connection>");

        var html = Html(4, 12);

        Assert.Contains("15 of 300", html, StringComparison.Ordinal);
        Assert.Contains("<dt>loss D</dt><dd>0.500</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>loss G</dt><dd>1.500</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>D(x)</dt><dd>0.75</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>D(G(z))</dt><dd>0.25</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>images/s</dt><dd>256</dd>", html, StringComparison.Ordinal); // 5 steps of 4 x 16 x 2 in 2.5 s
        Assert.Contains("<td class=\"lost\">lost</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td>320</td><td>200.0</td>", html, StringComparison.Ordinal); // 10 replica steps of 16 x 2 images
        Assert.Contains("worker-2 was lost: &lt;it closed the connection&gt;", html, StringComparison.Ordinal);
        Assert.Contains("src=\"/samples/12.png\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_s_name_is_text()
    {
        var view = new RunView(Examples.Facts with { Name = "<script>" }, TimeProvider.System);

        var html = new RunPage(view, SampleAlbum.None).Html();

        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_has_ended_is_not_refreshed()
    {
        _view.OnState(Examples.Begun with { Ended = true });

        var html = Html();

        Assert.Contains("has ended", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", html, StringComparison.Ordinal);
    }

    [Fact]
    public void However_long_a_run_the_chart_keeps_few_points_from_first_to_last()
    {
        for (var n = 0; n < 5000; n++)
        {
            _view.OnCommitted(Examples.Round(lossD: n, first: n * 5), Examples.Begun);
        }

        var rounds = Rounds();
        Assert.InRange(rounds.Length, 500, 1000);
        Assert.InRange(rounds[0].Step, 5, 50);
        Assert.Equal(25_000, rounds[^1].Step);
        Assert.Equal(rounds.Select(p => p.Step).Order(), rounds.Select(p => p.Step));
    }

    [Fact]
    public void The_chart_is_well_formed_and_its_lines_stay_inside()
    {
        for (var n = 0; n < 50; n++)
        {
            _view.OnCommitted(Examples.Round(lossD: Math.Sin(n), lossG: n == 20 ? double.NaN : n, first: n * 5), Examples.Begun);
        }

        var svg = XElement.Parse(LossChart.Svg(Rounds()));

        var box = svg.Attribute("viewBox")!.Value.Split(' ').Select(double.Parse).ToArray();
        var lines = svg.Elements("polyline").ToList();
        Assert.Equal(["d", "g"], lines.Select(line => line.Attribute("class")!.Value));
        Assert.True(LastY(lines[0]) > LastY(lines[1]) + 10, "G's loss is the larger one at the end");
        Assert.All(lines, line =>
        {
            var points = line.Attribute("points")!.Value.Split(' ');
            Assert.Equal(49, points.Length);
            Assert.All(points, point =>
            {
                var (x, y) = (double.Parse(point.Split(',')[0]), double.Parse(point.Split(',')[1]));
                Assert.InRange(x, 0, box[2]);
                Assert.InRange(y, 0, box[3]);
            });
        });
    }

    [Fact]
    public void It_says_whether_the_run_waits_or_runs()
    {
        _view.OnState(Examples.Begun);
        Assert.Contains("<small>waits for workers</small>", Html(), StringComparison.Ordinal);

        var worker = new WorkerState(Examples.Worker(1), 0);
        _view.OnState(Examples.Begun with { Workers = Examples.Begun.Workers.Add(worker.Id, worker) });
        Assert.Contains("<small>runs</small>", Html(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_tells_the_health_with_its_reason()
    {
        Assert.Contains("<span class=\"healthy\">healthy</span>, no check yet", Html(), StringComparison.Ordinal);

        _view.OnHealth(new HealthVerdict(HealthCondition.Alarm, HealthCause.Collapse, "collapse: modes is 3 after 8 & more", 600));

        Assert.Contains(
            "<span class=\"alarm\">alarm</span>, collapse: modes is 3 after 8 &amp; more", Html(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_five_faults_are_told_newest_first()
    {
        for (var n = 1; n <= 7; n++)
        {
            _view.OnFault(Examples.Begun, attempt: null, worker: null, $"reason {n}");
        }

        Assert.Equal(
            Enumerable.Range(3, 5).Reverse().Select(n => $"an attempt was abandoned: reason {n}"),
            Regex.Matches(Html(), "</time> (.*?)</li>").Select(line => line.Groups[1].Value));
    }

    [Fact]
    public void The_rate_is_that_of_the_last_ten_rounds()
    {
        _view.OnCommitted(Examples.Round() with { Duration = TimeSpan.FromHours(1) }, Examples.Begun);
        for (var n = 0; n < 10; n++)
        {
            _view.OnCommitted(Examples.Round(), Examples.Begun);
        }

        Assert.Equal(256, _view.Now().Rate, 6); // 5 steps of 4 x 16 x 2 in 2.5 s
    }

    private static double LastY(XElement line) => double.Parse(line.Attribute("points")!.Value.Split(' ')[^1].Split(',')[1]);

    private ImmutableArray<CurvePoint> Rounds() => _view.Since(SeriesPosition.Start).Series.Rounds.Points;

    private string Html(params long[] samples) => new RunPage(_view, new SampleAlbum(() => samples, step => $"step-{step}.png")).Html();
}
