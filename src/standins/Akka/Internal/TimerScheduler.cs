using Akka.Actor;
using Akka.Event;

namespace Akka.Internal;

internal sealed record TimerMessage(TimerScheduler Owner, object Key, int Generation, object Message)
    : IDeadLetterSuppression, INoSerializationVerificationNeeded;

/// <summary>A tick carries the generation of its timer and is dropped when the actor gets to it after that timer was
/// cancelled or replaced.
/// Everything but the tick itself runs on the actor's thread.</summary>
internal sealed class TimerScheduler(LocalActorRef self) : ITimerScheduler
{
    private readonly Dictionary<object, Entry> _timers = [];
    private int _generation;

    public IReadOnlyCollection<object> ActiveTimers => _timers.Keys;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval)
    {
        Start(key, msg, interval, interval);
    }

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval)
    {
        Start(key, msg, initialDelay, interval);
    }

    public void StartSingleTimer(object key, object msg, TimeSpan timeout)
    {
        Start(key, msg, timeout, Timeout.InfiniteTimeSpan);
    }

    public bool IsTimerActive(object key)
    {
        return _timers.ContainsKey(key);
    }

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out var entry))
        {
            entry.Timer.Dispose();
        }
    }

    public void CancelAll()
    {
        foreach (var entry in _timers.Values)
        {
            entry.Timer.Dispose();
        }

        _timers.Clear();
    }

    /// <summary>The message to deliver, or null if the tick's timer is no longer active.</summary>
    public object? Take(TimerMessage tick)
    {
        if (!_timers.TryGetValue(tick.Key, out var entry) || entry.Generation != tick.Generation)
        {
            return null;
        }

        if (!entry.Repeats)
        {
            Cancel(tick.Key);
        }

        return tick.Message;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan interval)
    {
        ArgumentNullException.ThrowIfNull(message);
        Cancel(key);
        var tick = new TimerMessage(this, key, ++_generation, message);
        var timer = new Timer(_ => self.Tell(tick, null), null, Timeout.Infinite, Timeout.Infinite);
        _timers.Add(key, new Entry(timer, _generation, interval != Timeout.InfiniteTimeSpan));
        timer.Change(delay, interval);
    }

    private sealed record Entry(Timer Timer, int Generation, bool Repeats);
}
