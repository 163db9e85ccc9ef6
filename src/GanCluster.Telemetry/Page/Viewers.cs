using System.Threading.Channels;
using GanCluster.Telemetry.Views;

namespace GanCluster.Telemetry.Page;

/// <summary>
/// Those who follow a run. All are sent the same message, made once a second if anything changed, and nothing is made while
/// nobody looks. A viewer that does not read loses the oldest of the few messages that wait for it: it sees by the next one's beginning
/// that it lacks something, and asks for that.
/// </summary>
internal sealed class Viewers(RunFeed feed, TimeProvider time)
{
    internal const int Most = 64;
    private const int MostWaiting = 4;

    /// <summary>So that whoever has gone without a word is noticed, and a proxy does not take silence for an end.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly List<Channel<byte[]>> _viewers = [];
    private SeriesPosition _told;
    private bool _isTelling;
    private bool _isOver;

    /// <returns>What the viewer is sent, to its end; null: as many look as may, or there is nothing more to see.</returns>
    internal Channel<byte[]>? Join()
    {
        lock (_lock)
        {
            if (_isOver || _viewers.Count == Most)
            {
                return null;
            }

            var viewer = Channel.CreateBounded<byte[]>(
                new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
            _viewers.Add(viewer);
            if (!_isTelling)
            {
                (_isTelling, _told) = (true, feed.Newest);
                _ = Tell();
            }

            return viewer;
        }
    }

    internal void Leave(Channel<byte[]> viewer)
    {
        lock (_lock)
        {
            _viewers.Remove(viewer);
        }
    }

    /// <summary>Says the last word, and that it was the last.</summary>
    internal void End()
    {
        lock (_lock)
        {
            _isOver = true;
            if (_viewers.Count == 0)
            {
                return;
            }

            var last = EventText.Of("end", feed.Change(_told).Message);
            foreach (var viewer in _viewers)
            {
                viewer.Writer.TryWrite(last);
                viewer.Writer.TryComplete();
            }
        }
    }

    private async Task Tell()
    {
        using var pace = new PeriodicTimer(Pace, time);
        try
        {
            await Tell(pace);
        }
#pragma warning disable CA1031 // Nobody waits for this task. Viewers that come again find another.
        catch (Exception)
#pragma warning restore CA1031
        {
            lock (_lock)
            {
                _isTelling = false;
                _viewers.ForEach(viewer => viewer.Writer.TryComplete());
                _viewers.Clear();
            }
        }
    }

    private async Task Tell(PeriodicTimer pace)
    {
        var (changes, spokenAt) = (feed.Changes, time.GetTimestamp());
        while (await pace.WaitForNextTickAsync() && IsWatched())
        {
            var (now, told) = (feed.Changes, _told);
            byte[] message;
            if (now != changes)
            {
                (message, told) = feed.Change(told);
                message = EventText.Of("change", message);
            }
            else if (time.GetElapsedTime(spokenAt) >= Quiet)
            {
                message = EventText.KeepAlive;
            }
            else
            {
                continue;
            }

            (changes, spokenAt) = (now, time.GetTimestamp());
            lock (_lock)
            {
                _told = told;
                _viewers.ForEach(viewer => viewer.Writer.TryWrite(message));
            }
        }
    }

    /// <summary>The first to join after this was false is told by another round of telling.</summary>
    private bool IsWatched()
    {
        lock (_lock)
        {
            return _isTelling = _viewers.Count > 0 && !_isOver;
        }
    }
}
