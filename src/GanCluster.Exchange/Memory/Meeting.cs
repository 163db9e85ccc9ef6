using System.Collections.Concurrent;
using System.Collections.Immutable;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Memory;

/// <summary>What the participants of one attempt share: each one's nodes, the sum, and a barrier that can be broken.</summary>
/// <param name="sums">Where owners put their segments, by length: the process's, for a meeting lasts a round only.</param>
internal sealed class Meeting(
    AttemptId id, ImmutableArray<WorkerId> participants, ConcurrentDictionary<int, Memory<float>> sums)
{
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(0.5);
    private readonly object _gate = new();
    private readonly IReadOnlyList<PartialSum>[] _nodes = new IReadOnlyList<PartialSum>[participants.Length];
    private int _arrived;
    private int _reading;
    private long _phase;
    private string? _broken;
    private WorkerId? _suspect;

    public AttemptId Id { get; } = id;

    public int Count => participants.Length;

    public IReadOnlyList<IReadOnlyList<PartialSum>> Nodes => _nodes;

    /// <summary>
    /// Lays out this participant's nodes, waits until all have, and returns where owners put their segments of the sum. The next
    /// exchange of that length writes there only after every participant has come to it, and so has left this one.
    /// </summary>
    public Memory<float> Offer(int rank, IReadOnlyList<PartialSum> nodes, int length, Action waiting)
    {
        lock (_gate)
        {
            _nodes[rank] = nodes;
        }

        Meet(waiting);
        return sums.GetOrAdd(length, n => new float[n]);
    }

    /// <summary>Returns when every participant has called it as often as this one.</summary>
    public void Meet(Action waiting)
    {
        lock (_gate)
        {
            ThrowIfBroken();
            var phase = _phase;
            if (++_arrived == Count)
            {
                _arrived = 0;
                _phase++;
                Monitor.PulseAll(_gate);
                return;
            }

            while (_phase == phase)
            {
                if (!Monitor.Wait(_gate, Pulse))
                {
                    waiting();
                }

                if (_phase == phase)
                {
                    ThrowIfBroken();
                }
            }
        }
    }

    /// <summary>
    /// Runs what reads the participants' vectors. None of them leaves a broken meeting meanwhile, for it may
    /// free its vectors then.
    /// </summary>
    public void Read(Action read)
    {
        lock (_gate)
        {
            ThrowIfBroken();
            _reading++;
        }

        try
        {
            read();
        }
        finally
        {
            lock (_gate)
            {
                _reading--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    public void Break(string reason, WorkerId? suspect = null)
    {
        lock (_gate)
        {
            if (_broken is null)
            {
                (_broken, _suspect) = (reason, suspect);
            }

            Monitor.PulseAll(_gate);
        }
    }

    private void ThrowIfBroken()
    {
        if (_broken is { } reason)
        {
            while (_reading > 0)
            {
                Monitor.Wait(_gate);
            }

            throw new ExchangeBrokenException(Id, reason, _suspect);
        }
    }
}
