using System.Text.Json;
using GanCluster.Core.Rounds;
using GanCluster.Telemetry.Page;
using GanCluster.Telemetry.Views;

namespace GanCluster.Telemetry.Tests.Page;

public class RunFeedSpecs
{
    private readonly RunView _view = new(Examples.Facts, TimeProvider.System);

    [Fact]
    public void A_run_is_told_with_what_differs_from_the_defaults()
    {
        var run = Read(Feed().Run());

        Assert.Equal("ring8", run.GetProperty("name").GetString());
        Assert.Equal(300, run.GetProperty("target_step").GetInt64());
        Assert.Equal(128, run.GetProperty("images_per_step").GetInt64());
        Assert.Equal("probability", run.GetProperty("score_scale").GetString());
        Assert.Equal(7, run.GetProperty("configuration").GetProperty("seed").GetInt64());
        var differences = run.GetProperty("differences").EnumerateArray().ToDictionary(
            d => d.GetProperty("key").GetString()!, d => (d.GetProperty("default").GetString(), d.GetProperty("value").GetString()));
        Assert.Equal(("1", "4"), differences["replicas"]);
        Assert.DoesNotContain("objective", differences.Keys);
        Assert.Equal("starts", run.GetProperty("state").GetProperty("stands").GetString());
    }

    [Fact]
    public void The_state_tells_workers_health_and_samples()
    {
        var worker = Examples.Worker(1);
        var state = Examples.Begun with
        {
            Step = 15, Workers = Examples.Begun.Workers.Add(worker, new WorkerState(worker, 15, SecondsPerReplicaStep: 0.2)),
        };
        _view.OnCommitted(Examples.Round(), state);

        var told = Read(Feed(5, 10).Run()).GetProperty("state");

        Assert.Equal(15, told.GetProperty("step").GetInt64());
        Assert.Equal(256, told.GetProperty("images_per_s").GetDouble());
        Assert.Equal("healthy", told.GetProperty("health").GetProperty("state").GetString());
        Assert.Equal([5L, 10], told.GetProperty("samples").EnumerateArray().Select(step => step.GetInt64()));
        var row = Assert.Single(told.GetProperty("workers").EnumerateArray());
        Assert.Equal(("worker-1", "ready"), (row.GetProperty("name").GetString(), row.GetProperty("state").GetString()));
        Assert.Equal(320, row.GetProperty("images").GetInt64());
    }

    [Fact]
    public void The_state_tells_the_newest_round_by_worker_and_when_time_ends_the_run()
    {
        _view.OnLimited(DateTimeOffset.UnixEpoch);
        Assert.Equal("null", Read(Feed().Run()).GetProperty("state").GetProperty("round").GetRawText());
        _view.OnCommitted(Examples.Round(), Examples.Begun);

        var told = Read(Feed().Run()).GetProperty("state");

        Assert.Equal("1970-01-01T00:00:00+00:00", told.GetProperty("ends_at").GetString());
        Assert.Equal(
            """{"term":1,"number":3,"attempt":1,"first_step":10,"steps":5,"seconds":2.5,"of":2,"workers":"""
                + """[{"name":"worker-1","begins":0,"computes":2},{"name":"worker-2","begins":0,"computes":2}]}""",
            told.GetProperty("round").GetRawText());
    }

    [Fact]
    public void What_is_no_number_is_null()
    {
        _view.OnCommitted(Examples.Round(lossD: double.NaN, lossG: double.PositiveInfinity), Examples.Begun);

        var points = Read(Feed().Series(SeriesPosition.Start)).GetProperty("rounds").GetProperty("points");

        Assert.StartsWith("[[15,null,null,", points.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_follow_on_each_other()
    {
        _view.OnCommitted(Examples.Round(first: 0), Examples.Begun);
        var (_, told) = Feed().Change(SeriesPosition.Start);
        _view.OnCommitted(Examples.Round(first: 5), Examples.Begun);
        _view.OnMeasured(5, [("modes", 8)]);

        var change = Read(Feed().Change(told).Message).GetProperty("series");

        Assert.Equal((5, -1), (change.GetProperty("since").GetInt64(), change.GetProperty("checks_since").GetInt64()));
        Assert.Equal(10, Assert.Single(change.GetProperty("rounds").GetProperty("points").EnumerateArray())[0].GetInt64());
        Assert.Equal("[[5,8]]", change.GetProperty("measures").GetProperty("modes").GetProperty("points").GetRawText());
    }

    [Fact]
    public void However_long_a_run_and_wild_its_numbers_the_series_is_small()
    {
        for (var n = 0; n < 20_000; n++)
        {
            _view.OnCommitted(Examples.Round(lossD: 1 / (n + 3.0), lossG: -n * 1e30 / 7, first: n * 5), Examples.Begun);
        }

        Assert.InRange(Feed().Series(SeriesPosition.Start).Length, 10_000, 100_000);
    }

    [Fact]
    public void Of_many_samples_every_nth_is_listed_and_the_newest()
    {
        var steps = Enumerable.Range(1, 1234).Select(n => n * 10L).ToArray();

        var listed = new SampleAlbum(() => steps, _ => "").Steps;

        Assert.InRange(listed.Count, 400, SampleAlbum.MostSteps + 1);
        Assert.Equal(10, listed[0]);
        Assert.Equal(12_340, listed[^1]);
    }

    private RunFeed Feed(params long[] samples) => new(_view, new SampleAlbum(() => samples, _ => ""));

    private static JsonElement Read(byte[] json) => JsonDocument.Parse(json).RootElement;
}
