using System.Diagnostics;

namespace Akka.Internal;

/// <summary>How often a child was restarted, in all or in a window of time.</summary>
internal sealed class RestartStatistics
{
    private int _restarts;
    private long _windowStart;

    /// <summary>Counts the restart it permits. A negative or zero window counts for ever, a negative maximum permits
    /// any number.</summary>
    public bool MayRestart(int maximum, int windowMilliseconds)
    {
        if (maximum < 0 && windowMilliseconds <= 0)
        {
            return true;
        }

        var now = Stopwatch.GetTimestamp();
        var within = windowMilliseconds <= 0
            || _restarts > 0 && Stopwatch.GetElapsedTime(_windowStart, now).TotalMilliseconds <= windowMilliseconds;
        if (!within || _restarts == 0)
        {
            _windowStart = now;
            _restarts = 0;
        }

        // With a window and no maximum Akka permits one restart a window.
        var permitted = _restarts < (maximum < 0 ? 1 : maximum);
        _restarts++;
        return permitted;
    }
}
