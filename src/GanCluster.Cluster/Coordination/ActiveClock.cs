namespace GanCluster.Cluster.Coordination;

/// <summary>
/// Time in which this process was running. If it stood still as a whole (SIGSTOP, a suspended machine), what it hears late was
/// not said late, and no worker may be counted as silent for it. Its owner asks at least every <paramref name="pulse"/>.
/// </summary>
internal sealed class ActiveClock(TimeProvider time, TimeSpan pulse)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);
    private readonly long _origin = time.GetTimestamp();
    private TimeSpan _seen;
    private TimeSpan _paused;

    public TimeSpan Now()
    {
        var now = time.GetElapsedTime(_origin);
        var gap = now - _seen - pulse;
        if (gap > Tolerance)
        {
            _paused += gap;
        }

        _seen = now;
        return now - _paused;
    }
}
