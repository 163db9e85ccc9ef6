using System.Collections.Immutable;
using GanCluster.Core.Health;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Telemetry.Views;
using Microsoft.Extensions.Time.Testing;

namespace GanCluster.Telemetry.Tests.Views;

public class RunViewSpecs
{
    private readonly FakeTimeProvider _time = new();
    private readonly RunView _view;

    public RunViewSpecs() => _view = new RunView(
        Examples.Facts, _time, (step, course) => new LearningRates(0.125, step).Times(Math.Pow(0.5, course)));

    [Fact]
    public void A_round_is_a_point_with_losses_scores_speed_rates_and_norms()
    {
        _view.OnCommitted(Examples.Round(first: 10), Examples.Begun);

        var point = Assert.Single(Series().Rounds.Points);

        Assert.Equal(15, point.Step);
        Assert.Equal("0.5 1.5 0.75 0.25 256 0.125 10 3 4", string.Join(" ", point.Values)); // 5 steps of 4 x 16 x 2 images in 2.5 s
    }

    [Fact]
    public void A_round_that_is_redone_is_no_point()
    {
        _view.OnCommitted(Examples.Round() with { IsRedone = true }, Examples.Begun);

        Assert.Empty(Series().Rounds.Points);
    }

    [Fact]
    public void Rounds_of_an_earlier_process_come_before_its_own()
    {
        _view.OnRecorded(new StepSpan(0, 10), TimeSpan.FromSeconds(5), new ReplicaStatistics(-1, 1, 2, 3, 4), course: 0);
        _view.OnCommitted(Examples.Round(first: 10), Examples.Begun);

        Assert.Equal([10, 15], Series().Rounds.Points.Select(p => p.Step));
    }

    [Fact]
    public void A_roll_back_makes_later_points_void()
    {
        _view.OnCommitted(Examples.Round(first: 0), Examples.Begun);
        _view.OnCommitted(Examples.Round(first: 5), Examples.Begun);
        _view.OnMeasured(5, [("modes", 8)]);
        _view.OnMeasured(10, [("modes", 1)]);
        var before = Series().Revision;

        _view.OnRolledBack(new Decision.RollBack("collapse", new RunPosition(5, 2, 3), 1), from: 10, Examples.Begun);

        Assert.Equal(5, Assert.Single(Series().Rounds.Points).Step);
        Assert.Equal(5, Assert.Single(Series().Measures["modes"].Points).Step);
        Assert.NotEqual(before, Series().Revision);
        var happening = Assert.Single(_view.Now().Happenings);
        Assert.Equal((HappeningKind.RollBack, "roll-back 1, from step 10 to step 5: collapse"), (happening.Kind, happening.What));
    }

    [Fact]
    public void A_measure_that_comes_late_is_told_to_whoever_has_the_rounds()
    {
        _view.OnCommitted(Examples.Round(first: 0), Examples.Begun);
        _view.OnCommitted(Examples.Round(first: 5), Examples.Begun);
        var (_, has) = _view.Since(SeriesPosition.Start);

        _view.OnMeasured(5, [("modes", 8), ("reverse_kl", 0.25)]);

        var lacking = _view.Since(has).Series;
        Assert.Empty(lacking.Rounds.Points);
        Assert.Equal(["modes", "reverse_kl"], lacking.Measures.Keys);
    }

    [Fact]
    public void What_a_worker_did_with_a_round_is_told_from_its_first_sign_of_life()
    {
        var round = Examples.Round();
        _view.OnOpened(new Attempt(
            round.Id, 2, round.Steps, ImmutableSortedDictionary<WorkerId, ImmutableArray<ReplicaRange>>.Empty, TimeSpan.FromSeconds(3)));
        Heard(1, after: 0.25);
        Heard(2, after: 0.5);
        Heard(1, after: 1);
        _view.OnCommitted(round, Examples.Begun);

        var times = _view.Now().Times!;

        Assert.Equal((2.5, 2), (times.Duration.TotalSeconds, times.Workers));
        // The second one began 0.75 s after the opening and computed for 2 s, by its own clock: more than there were.
        Assert.Equal(
            [(Examples.Worker(1), 0.25, 2.0), (Examples.Worker(2), 0.5, 2.0)],
            times.Slowest.Select(time => (time.Worker, time.Begins.TotalSeconds, time.Computes.TotalSeconds)));

        void Heard(int worker, double after)
        {
            _time.Advance(TimeSpan.FromSeconds(after));
            _view.OnProgress(new RoundProgress(round.Id, Examples.Worker(worker), 0));
        }
    }

    [Fact]
    public void Of_thousands_of_workers_a_round_tells_the_slowest_alone()
    {
        var round = Examples.Round();
        var reports = Enumerable.Range(1, 1000)
            .Select(n => round.Reports[0] with { Worker = Examples.Worker(n), ComputeSeconds = n / 1000.0 });

        _view.OnCommitted(round with { Reports = [.. reports] }, Examples.Begun);

        var times = _view.Now().Times!;
        Assert.Equal((1000, RoundTimes.Most), (times.Workers, times.Slowest.Length));
        Assert.Equal(0.969, times.Slowest.Min(time => time.Computes).TotalSeconds);
    }

    [Fact]
    public void What_happens_is_told_by_kind_newest_first()
    {
        _view.OnFault(Examples.Begun, attempt: null, Examples.Worker(2), "gone");
        _view.OnNodeRefused(RefusalKind.Secret);
        _view.OnHealth(new HealthVerdict(HealthCondition.Suspect, HealthCause.Collapse, "few modes", 20));
        _view.OnHealth(new HealthVerdict(HealthCondition.Suspect, HealthCause.Collapse, "few modes", 20));

        Assert.Equal(
            [
                (HappeningKind.Health, "suspect since step 20: few modes"),
                (HappeningKind.Refusal, "a node was turned away: secret"),
                (HappeningKind.Fault, "worker-2 was lost: gone"),
            ],
            _view.Now().Happenings.Select(h => (h.Kind, h.What)));
    }

    [Fact]
    public void Many_of_one_kind_do_not_push_out_another()
    {
        _view.OnFault(Examples.Begun, attempt: null, Examples.Worker(2), "gone");
        for (var n = 0; n < 1000; n++)
        {
            _view.OnRefused(new RoundProgress(Examples.Round().Id, Examples.Worker(1), n));
        }

        var kinds = _view.Now().Happenings.CountBy(h => h.Kind).ToDictionary();

        Assert.Equal(1, kinds[HappeningKind.Fault]);
        Assert.Equal(Happenings.MostOfAKind, kinds[HappeningKind.Stale]);
    }

    [Fact]
    public void A_worker_is_known_by_its_node_and_by_when_it_was_heard()
    {
        var worker = Examples.Worker(1);
        _view.OnNodes([new NodePresence([worker], "gan-2:8080", "gan-2", "cpu")]);
        _view.OnCommitted(Examples.Round(), Examples.Begun);
        _time.Advance(TimeSpan.FromSeconds(3));
        _view.OnProgress(new RoundProgress(Examples.Round().Id, worker, 1));

        Assert.Equal(
            new WorkerSight(320, _time.GetUtcNow(), "gan-2", "cpu", "gan-2:8080"), // 10 replica steps of 16 x 2 images
            _view.Now().Workers[worker]);
    }

    [Fact]
    public void Signs_of_life_alone_are_no_change_to_tell()
    {
        var before = _view.Changes;

        _view.OnProgress(new RoundProgress(Examples.Round().Id, Examples.Worker(1), 1));
        Assert.Equal(before, _view.Changes);

        _view.OnState(Examples.Begun);
        Assert.Equal(before + 1, _view.Changes);
    }

    private SeriesPicture Series() => _view.Since(SeriesPosition.Start).Series;
}
