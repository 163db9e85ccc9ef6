namespace GanCluster.Simulation;

/// <summary>Time that passes from one event to the next.</summary>
internal sealed class VirtualClock
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Number)> _queue = new();
    private long _number;

    public TimeSpan Now { get; private set; }

    public void After(TimeSpan delay, Action action) => _queue.Enqueue(action, (Now + delay, _number++));

    /// <summary>Runs events until <paramref name="done"/>; false if time ran out or nothing was left to happen.</summary>
    public bool RunUntil(Func<bool> done, TimeSpan limit)
    {
        while (!done())
        {
            if (!_queue.TryDequeue(out var action, out var due) || due.At > limit)
            {
                return false;
            }

            Now = due.At;
            action();
        }

        return true;
    }
}
