namespace GanCluster.Cluster.Coordination;

/// <summary>How long actors were at work on what they were sent, and how often.</summary>
public sealed class BusyTime(TimeProvider time)
{
    private long _ticks;
    private long _messages;

    public TimeSpan Total => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public long Messages => Interlocked.Read(ref _messages);

    internal T Measure<T>(Func<T> work)
    {
        var from = time.GetTimestamp();
        var result = work();
        Interlocked.Add(ref _ticks, time.GetElapsedTime(from).Ticks);
        Interlocked.Increment(ref _messages);
        return result;
    }
}
