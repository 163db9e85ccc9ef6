using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using GanCluster.Telemetry.Page;
using GanCluster.Telemetry.Views;

namespace GanCluster.Telemetry.Tests.Page;

public sealed class FollowedSiteSpecs : IDisposable
{
    private readonly RunView _view = new(Examples.Facts, TimeProvider.System);
    private readonly CancellationTokenSource _late = new(TimeSpan.FromSeconds(60));

    public void Dispose() => _late.Dispose();

    [Fact]
    public async Task Run_and_series_are_read_as_json()
    {
        await using var node = Start();
        _view.OnCommitted(Examples.Round(first: 0), Examples.Begun);
        _view.OnCommitted(Examples.Round(first: 5), Examples.Begun);

        var run = await node.Client.GetAsync("api/run");
        var series = JsonDocument.Parse(await node.Client.GetStringAsync("api/series?since=5")).RootElement;

        Assert.Equal("application/json", run.Content.Headers.ContentType!.MediaType);
        Assert.Equal(10, Assert.Single(series.GetProperty("rounds").GetProperty("points").EnumerateArray())[0].GetInt64());
        Assert.Equal(HttpStatusCode.BadRequest, (await node.Client.GetAsync("api/series?since=all")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await node.Client.PostAsync("api/run", null)).StatusCode);
    }

    [Fact]
    public async Task A_node_without_a_run_has_nothing_to_follow()
    {
        await using var node = Scrape.Start();

        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.GetAsync("api/run")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.GetAsync("events")).StatusCode);
    }

    [Fact]
    public async Task Other_runs_are_read_by_the_names_that_are_listed()
    {
        var other = new RunView(Examples.Facts, TimeProvider.System);
        other.OnCommitted(Examples.Round(first: 0), Examples.Begun);
        await using var node = Scrape.Start(new RunPage(_view, SampleAlbum.None, new OneOther(other)));

        Assert.Equal("[\"other\"]", await node.Client.GetStringAsync("api/runs"));
        Assert.Contains("\"points\":[[5,0.5,1.5,", await node.Client.GetStringAsync("api/runs/other"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.GetAsync("api/runs/none")).StatusCode);
    }

    [Fact]
    public async Task Events_tell_a_round_and_then_the_end()
    {
        var node = Start();
        using var answer = await Follow(node);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("retry: 2000", await reader.ReadLineAsync(_late.Token));

        _view.OnCommitted(Examples.Round(first: 0), Examples.Begun);
        await Until(reader, "event: change");
        _view.OnCommitted(Examples.Round(first: 5), Examples.Begun with { Ended = true });
        var ended = node.DisposeAsync();

        await Until(reader, "event: end");
        Assert.Contains("\"ended\":true", await reader.ReadLineAsync(_late.Token), StringComparison.Ordinal);
        await ended;
    }

    [Fact]
    public async Task As_many_viewers_as_may_look_leave_room_for_metrics_and_health()
    {
        await using var node = Start();
        var viewers = new List<HttpResponseMessage>();
        try
        {
            for (var n = 0; n < Viewers.Most; n++)
            {
                viewers.Add(await Follow(node));
            }

            using var refused = await Follow(node);
            Assert.All(viewers, viewer => Assert.Equal(HttpStatusCode.OK, viewer.StatusCode));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("64 viewers follow this run", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal("ok", await node.Client.GetStringAsync("healthz"));
            Assert.Equal(HttpStatusCode.OK, (await node.Client.GetAsync("metrics")).StatusCode);
        }
        finally
        {
            viewers.ForEach(viewer => viewer.Dispose());
        }
    }

    [Fact]
    public async Task Every_file_that_the_page_and_its_scripts_name_is_served_and_runs_under_its_policy()
    {
        await using var node = Start();
        var html = await node.Client.GetStringAsync("");
        var open = new Queue<string>(Regex.Matches(html, "\"/(assets/[^\"]+)\"").Select(m => m.Groups[1].Value));
        var seen = new HashSet<string>();
        while (open.TryDequeue(out var file))
        {
            if (!seen.Add(file))
            {
                continue;
            }

            using var answer = await node.Client.GetAsync(file);
            Assert.True(answer.IsSuccessStatusCode, file);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("innerHTML", text, StringComparison.Ordinal);
            foreach (Match import in Regex.Matches(text, "from \"\\./([^\"]+)\""))
            {
                open.Enqueue("assets/" + import.Groups[1].Value);
            }
        }

        Assert.Contains("assets/chart.js", seen);
        Assert.DoesNotMatch("<script(?! type=\"module\" src=)|<style| style=| on[a-z]+=", html);
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.GetAsync("assets/live.html")).StatusCode);
    }

    private sealed class OneOther(RunView other) : IPastRuns
    {
        public IReadOnlyList<string> Names => ["other"];

        public RunView? Open(string name) => name == "other" ? other : null;
    }

    private Scrape Start() => Scrape.Start(new RunPage(_view, SampleAlbum.None));

    private Task<HttpResponseMessage> Follow(Scrape node) =>
        node.Client.GetAsync("events", HttpCompletionOption.ResponseHeadersRead, _late.Token);

    private async Task Until(StreamReader reader, string line)
    {
        while (await reader.ReadLineAsync(_late.Token) is { } read)
        {
            if (read == line)
            {
                return;
            }
        }

        Assert.Fail($"the events ended without '{line}'");
    }
}
