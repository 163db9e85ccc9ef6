using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using GanCluster.Telemetry.Page;
using GanCluster.Telemetry.Views;
using Microsoft.Extensions.Time.Testing;

namespace GanCluster.Telemetry.Tests.Page;

public class ViewersSpecs
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();
    private readonly RunView _view = new(Examples.Facts, TimeProvider.System);
    private readonly Viewers _viewers;
    private int _asked;
    private IOException? _disk;

    public ViewersSpecs() => _viewers = new Viewers(new RunFeed(_view, new SampleAlbum(Samples, _ => "")), _time);

    [Fact]
    public async Task All_are_told_of_a_change_in_the_same_words_once_a_second()
    {
        var (one, other) = (_viewers.Join()!, _viewers.Join()!);
        _view.OnCommitted(Examples.Round(first: 0), Examples.Begun);
        _view.OnCommitted(Examples.Round(first: 5), Examples.Begun);
        _time.Advance(TimeSpan.FromSeconds(1));

        var told = await Next(one);

        Assert.StartsWith("event: change\ndata: {\"state\":", told, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", told, StringComparison.Ordinal);
        Assert.Contains("\"points\":[[5,", told, StringComparison.Ordinal);
        Assert.Equal(told, await Next(other));
        Assert.False(one.Reader.TryPeek(out _), "two rounds of a second are one message");
    }

    [Fact]
    public async Task Where_nothing_changes_a_comment_says_that_the_site_lives()
    {
        var viewer = _viewers.Join()!;
        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.StartsWith(": ", await Next(viewer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_t_be_told_ends_for_those_who_look_and_whoever_comes_again_is_told()
    {
        var first = _viewers.Join()!;
        _disk = new IOException("gone");
        _view.OnCommitted(Examples.Round(first: 0), Examples.Begun);
        _time.Advance(TimeSpan.FromSeconds(1));
        await first.Reader.Completion.WaitAsync(Deadline);

        _disk = null;
        var again = _viewers.Join()!;
        _view.OnCommitted(Examples.Round(first: 5), Examples.Begun);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("event: change", await Next(again), StringComparison.Ordinal);
    }

    [Fact]
    public void While_nobody_looks_nothing_is_made()
    {
        var viewer = _viewers.Join()!;
        _viewers.Leave(viewer);
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var second = 0; second < 10; second++)
        {
            _view.OnCommitted(Examples.Round(first: second * 5), Examples.Begun);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task A_viewer_that_does_not_read_keeps_few_messages_and_holds_up_nobody()
    {
        var (idle, reader) = (_viewers.Join()!, _viewers.Join()!);
        for (var second = 0; second < 100; second++)
        {
            _view.OnCommitted(Examples.Round(first: second * 5), Examples.Begun);
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Contains($"\"points\":[[{(second + 1) * 5},", await Next(reader), StringComparison.Ordinal);
        }

        Assert.InRange(idle.Reader.Count, 1, 4);
        Assert.Contains("\"since\":480,", await Next(idle), StringComparison.Ordinal); // so that it sees what it lacks
    }

    [Fact]
    public async Task Viewers_are_bounded_and_one_s_leaving_makes_room()
    {
        var joined = Enumerable.Range(0, Viewers.Most).Select(_ => _viewers.Join()!).ToList();
        Assert.Null(_viewers.Join());

        _viewers.Leave(joined[0]);

        var next = _viewers.Join()!;
        _view.OnState(Examples.Begun);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("event: change", await Next(next), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_word_is_that_of_the_end_and_brings_what_was_not_told()
    {
        var viewer = _viewers.Join()!;
        _view.OnCommitted(Examples.Round(first: 0), Examples.Begun with { Ended = true });

        _viewers.End();

        var last = await Next(viewer);
        Assert.StartsWith("event: end\n", last, StringComparison.Ordinal);
        Assert.Contains("\"ended\":true", last, StringComparison.Ordinal);
        Assert.Contains("\"points\":[[5,", last, StringComparison.Ordinal);
        Assert.False(await viewer.Reader.WaitToReadAsync());
        Assert.Null(_viewers.Join());
    }

    [Fact]
    public void Telling_takes_less_than_a_hundredth_of_the_second_however_long_the_run()
    {
        var feed = new RunFeed(_view, SampleAlbum.None);
        for (var n = 0; n < 20_000; n++)
        {
            _view.OnCommitted(Examples.Round(lossD: n, first: n * 5), Examples.Begun);
        }

        var told = feed.Newest;
        var best = Enumerable.Range(0, 20).Min(n =>
        {
            _view.OnCommitted(Examples.Round(lossD: n, first: (20_000 + n) * 5), Examples.Begun);
            var started = Stopwatch.GetTimestamp();
            (_, told) = feed.Change(told);
            return Stopwatch.GetElapsedTime(started);
        });

        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromMilliseconds(10));
    }

    private static async Task<string> Next(Channel<byte[]> viewer) =>
        Encoding.UTF8.GetString(await viewer.Reader.ReadAsync().AsTask().WaitAsync(Deadline));

    private IReadOnlyList<long> Samples()
    {
        _asked++;
        return _disk is { } broken ? throw broken : [];
    }
}
