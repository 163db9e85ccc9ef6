using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Attempts;

/// <summary>
/// Of all attempts at the run's rounds: the one that is open in this process, and which are over. At most one is open; a newer
/// one ends it, and whatever is older than it or fenced never opens again.
/// </summary>
/// <typeparam name="T">What a transport keeps for the open attempt.</typeparam>
internal sealed class AttemptTable<T>(TimeSpan pulse)
    where T : class
{
    private AttemptFence _fence = AttemptFence.None;
    private AttemptLife? _open;

    /// <summary>The lock of this table and of every attempt in it.</summary>
    public object Gate { get; } = new();

    /// <summary>Of the open attempt, which may be broken. Under the gate.</summary>
    public T? Open { get; private set; }

    /// <summary>The attempt's, opened if it is newer than the open one.</summary>
    /// <param name="open">Makes it, under the gate; if it throws, nothing has changed.</param>
    /// <exception cref="ExchangeBrokenException">It is fenced, or a newer one has begun.</exception>
    public T Join(AttemptId id, Func<AttemptLife, T> open)
    {
        lock (Gate)
        {
            if (_fence.IsOver(id))
            {
                throw new ExchangeBrokenException(id, $"fenced by {_fence.Newest}");
            }

            if (_open is null || _open.Id.IsOlderThan(id))
            {
                var next = new AttemptLife(id, Gate, pulse);
                Open = open(next);
                _open?.Break($"{id} has begun");
                _open = next;
            }

            return _open.Id == id ? Open! : throw new ExchangeBrokenException(id, $"{_open.Id} has begun");
        }
    }

    /// <summary>Ends the attempt and every older one.</summary>
    public void Fence(AttemptId id, string reason)
    {
        lock (Gate)
        {
            _fence = _fence.Raise(id, reason);
            if (_open is { } open && AttemptFence.Of(id, reason).IsOver(open.Id))
            {
                open.Break(reason);
            }
        }
    }

    /// <summary>Ends the open attempt, whichever it is.</summary>
    public void Break(string reason)
    {
        lock (Gate)
        {
            _open?.Break(reason);
        }
    }

    /// <summary>Fenced, broken, or older than the one that is open. Under the gate.</summary>
    public bool IsOver(AttemptId id) =>
        _fence.IsOver(id) || (_open is { } open && (id.IsOlderThan(open.Id) || (id == open.Id && open.IsBroken)));
}
