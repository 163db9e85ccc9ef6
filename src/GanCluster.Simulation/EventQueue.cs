namespace GanCluster.Simulation;

/// <summary>What is to happen, by time; of one moment, what was added first. A heap of its own, for hundreds of events wait in a
/// case and nothing is done more often than to take the next: the library's queue asks a comparer for each step.</summary>
internal sealed class EventQueue
{
    private (long Ticks, long Number, Action Action)[] _heap = new (long, long, Action)[256];
    private int _count;
    private long _added;

    public bool IsEmpty => _count == 0;

    public TimeSpan NextAt => TimeSpan.FromTicks(_heap[0].Ticks);

    public void Add(TimeSpan at, Action action)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, 2 * _count);
        }

        var (place, added) = (_count++, (at.Ticks, Number: _added++, action));
        for (var parent = (place - 1) / 2; place > 0 && IsBefore(added, _heap[parent]); parent = (place - 1) / 2)
        {
            _heap[place] = _heap[parent];
            place = parent;
        }

        _heap[place] = added;
    }

    /// <summary>Of a queue that is not empty.</summary>
    public Action Take()
    {
        var (next, last) = (_heap[0].Action, _heap[--_count]);
        _heap[_count] = default;
        if (_count > 0)
        {
            Sink(last);
        }

        return next;
    }

    private void Sink((long Ticks, long Number, Action Action) last)
    {
        var place = 0;
        for (var child = 1; child < _count; child = (2 * place) + 1)
        {
            child += child + 1 < _count && IsBefore(_heap[child + 1], _heap[child]) ? 1 : 0;
            if (!IsBefore(_heap[child], last))
            {
                break;
            }

            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = last;
    }

    private static bool IsBefore(
        in (long Ticks, long Number, Action Action) one, in (long Ticks, long Number, Action Action) other) =>
        one.Ticks != other.Ticks ? one.Ticks < other.Ticks : one.Number < other.Number;
}
