using System.Text;
using System.Text.Json;
using GanCluster.Telemetry.Page;
using GanCluster.Telemetry.Views;
using Microsoft.Extensions.Time.Testing;

namespace GanCluster.Telemetry.Tests.Page;

/// <summary>A room of people who look at one run.</summary>
public sealed class FiftyViewersSpecs : IDisposable
{
    private const int Many = 50;
    private readonly RunView _view = new(Examples.Facts, TimeProvider.System);
    private readonly CancellationTokenSource _late = new(TimeSpan.FromSeconds(60));

    public void Dispose() => _late.Dispose();

    [Fact]
    public async Task All_of_fifty_are_sent_the_same_events_which_leave_out_no_round()
    {
        var node = Scrape.Start(new RunPage(_view, SampleAlbum.None));
        var viewers = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Viewer.Join(node, _late.Token)));

        for (var round = 0; round < 3; round++)
        {
            _view.OnCommitted(Examples.Round(first: round * 5), Examples.Begun);
            await Task.WhenAll(viewers.Select(viewer => viewer.Until($"[[{(round + 1) * 5},")));
        }

        _view.OnCommitted(Examples.Round(first: 15), Examples.Begun with { Ended = true });
        var ended = node.DisposeAsync();
        var told = await Task.WhenAll(viewers.Select(viewer => viewer.Rest()));
        await ended;

        Assert.All(told, events => Assert.Equal(told[0], events));
        Assert.Equal([5, 10, 15, 20], told[0].Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal))
            .SelectMany(line => JsonDocument.Parse(line["data: ".Length..]).RootElement
                .GetProperty("series").GetProperty("rounds").GetProperty("points").EnumerateArray().Select(point => point[0].GetInt32())));
        Assert.EndsWith("}\n\n", told[0], StringComparison.Ordinal);
        Assert.Contains("event: end\n", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_of_fifty_that_never_read_take_no_more_memory_the_longer_they_stay()
    {
        var time = new FakeTimeProvider();
        var viewers = new Viewers(new RunFeed(_view, SampleAlbum.None), time);
        var (readers, idle) = (Joined(viewers), Joined(viewers));
        await Tell(1_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await Tell(2_000);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 1_000_000);
        Assert.All(idle, viewer => Assert.Equal(4, viewer.Reader.Count));

        async Task Tell(int seconds)
        {
            for (var second = 0; second < seconds; second++)
            {
                _view.OnState(Examples.Begun);
                time.Advance(TimeSpan.FromSeconds(1));
                foreach (var reader in readers)
                {
                    await reader.Reader.ReadAsync(_late.Token);
                }
            }
        }
    }

    private static List<System.Threading.Channels.Channel<byte[]>> Joined(Viewers viewers) =>
        [.. Enumerable.Range(0, Many / 2).Select(_ => viewers.Join()!)];

    /// <summary>A client that keeps all that it is sent.</summary>
    private sealed class Viewer(StreamReader reader, CancellationToken late)
    {
        private readonly StringBuilder _told = new();

        internal static async Task<Viewer> Join(Scrape node, CancellationToken late)
        {
            var answer = await node.Client.GetAsync("events", HttpCompletionOption.ResponseHeadersRead, late);
            return new Viewer(new StreamReader(await answer.Content.ReadAsStreamAsync(late)), late);
        }

        internal async Task Until(string part)
        {
            while (await reader.ReadLineAsync(late) is { } line)
            {
                _told.Append(line).Append('\n');
                if (line.Contains(part, StringComparison.Ordinal))
                {
                    return;
                }
            }

            Assert.Fail($"the events ended without {part}");
        }

        internal async Task<string> Rest()
        {
            _told.Append(await reader.ReadToEndAsync(late));
            return _told.ToString();
        }
    }
}
