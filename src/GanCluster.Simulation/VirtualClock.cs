namespace GanCluster.Simulation;

/// <summary>Time that passes from one event to the next.</summary>
internal sealed class VirtualClock
{
    private readonly EventQueue _queue = new();

    public TimeSpan Now { get; private set; }

    public void After(TimeSpan delay, Action action) => _queue.Add(Now + delay, action);

    /// <summary>Runs events until <paramref name="done"/>; false if time ran out or nothing was left to happen.</summary>
    public bool RunUntil(Func<bool> done, TimeSpan limit)
    {
        while (!done())
        {
            if (_queue.IsEmpty || _queue.NextAt > limit)
            {
                return false;
            }

            Now = _queue.NextAt;
            _queue.Take()();
        }

        return true;
    }
}
