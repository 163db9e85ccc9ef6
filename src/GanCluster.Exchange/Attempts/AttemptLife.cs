using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Attempts;

/// <summary>
/// One attempt's life in this process, whatever its sums go over: it is open until it is broken, once and for good. Whoever waits
/// for another's part in it waits here, and comes free when it breaks.
/// </summary>
/// <param name="gate">The process's one lock of what its attempts do. It is held for bookkeeping only.</param>
/// <param name="pulse">How often who waits shows a sign of life; nothing else depends on it.</param>
internal sealed class AttemptLife(AttemptId id, object gate, TimeSpan pulse)
{
    /// <summary>What a worker's owner expects: see <see cref="IExchangeSession.Sum"/>.</summary>
    public static readonly TimeSpan UsualPulse = TimeSpan.FromSeconds(0.5);
    private string? _broken;
    private WorkerId? _suspect;

    public AttemptId Id => id;

    public object Gate => gate;

    public bool IsBroken => Volatile.Read(ref _broken) is not null;

    /// <summary>The first reason stays.</summary>
    public void Break(string reason, WorkerId? suspect = null)
    {
        lock (gate)
        {
            if (!IsBroken)
            {
                _suspect = suspect;
                Volatile.Write(ref _broken, reason);
                Monitor.PulseAll(gate);
            }
        }
    }

    /// <exception cref="ExchangeBrokenException">The attempt is broken.</exception>
    public void ThrowIfBroken()
    {
        if (Volatile.Read(ref _broken) is { } reason)
        {
            throw new ExchangeBrokenException(id, reason, _suspect);
        }
    }

    /// <summary>Returns when the condition holds; it is asked under the gate.</summary>
    /// <param name="waiting">Called at every pulse meanwhile, outside the gate.</param>
    /// <exception cref="ExchangeBrokenException">The attempt is broken.</exception>
    public void Await(Func<bool> condition, Action waiting)
    {
        while (!AwaitPulse(condition))
        {
            waiting();
        }
    }

    private bool AwaitPulse(Func<bool> condition)
    {
        var due = Environment.TickCount64 + (long)pulse.TotalMilliseconds;
        lock (gate)
        {
            while (true)
            {
                ThrowIfBroken();
                if (condition())
                {
                    return true;
                }

                var left = due - Environment.TickCount64;
                if (left <= 0)
                {
                    return false;
                }

                Monitor.Wait(gate, (int)left);
            }
        }
    }
}
