using System.Collections.Concurrent;
using System.Collections.Immutable;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Attempts;

/// <summary>What an attempt's participants in one process share: each one's nodes, the sum, and a barrier that can be
/// broken.</summary>
/// <param name="sums">Where owners put their segments, by length: the process's, for a meeting lasts a round only.</param>
internal sealed class Meeting(
    AttemptLife attempt, ImmutableArray<WorkerId> participants, ConcurrentDictionary<int, Memory<float>> sums)
{
    private readonly IReadOnlyList<PartialSum>[] _nodes = new IReadOnlyList<PartialSum>[participants.Length];
    private readonly Memory<float>[] _results = new Memory<float>[participants.Length];
    private readonly SegmentTable _segments = new(participants.Length);
    private TreeReduction? _reduction;
    private int _arrived;
    private int _reading;
    private long _phase;

    public int Count => participants.Length;

    /// <summary>
    /// Lays out this participant's nodes, waits until all have, and returns where owners put their segments of the sum. The next
    /// exchange of that length writes there only after every participant has come to it, and so has left this one.
    /// </summary>
    public Memory<float> Offer(int rank, IReadOnlyList<PartialSum> nodes, int length, Action waiting)
    {
        lock (attempt.Gate)
        {
            _nodes[rank] = nodes;
        }

        Meet(waiting);
        return sums.GetOrAdd(length, n => new float[n]);
    }

    /// <summary>
    /// Lays out this participant's nodes and where it wants the sum, waits until all have, and returns where all want it. Each
    /// owner writes its segment there, within <see cref="Read"/>.
    /// </summary>
    public IReadOnlyList<Memory<float>> Offer(int rank, IReadOnlyList<PartialSum> nodes, Memory<float> result, Action waiting)
    {
        lock (attempt.Gate)
        {
            _nodes[rank] = nodes;
            _results[rank] = result;
        }

        Meet(waiting);
        return _results;
    }

    /// <summary>All participants' nodes of the present exchange, in the order of their ranks.</summary>
    public PartialSum[] Nodes() => [.. _nodes.SelectMany(n => n)];

    /// <summary>The segment that a participant sums for all.</summary>
    public Segment SegmentOf(ReductionTree tree, int rank, int length) => _segments.Of(tree, length)[rank];

    /// <summary>The order in which these nodes are added: planned at the attempt's first exchange.</summary>
    public TreeReduction Reduction(ReductionTree tree, IReadOnlyList<PartialSum> nodes)
    {
        lock (attempt.Gate)
        {
            return _reduction = TreeReduction.For(_reduction, tree, nodes);
        }
    }

    /// <summary>Returns when every participant has called it as often as this one.</summary>
    public void Meet(Action waiting)
    {
        try
        {
            var phase = Arrive();
            attempt.Await(() => _phase != phase, waiting);
        }
        catch (ExchangeBrokenException)
        {
            AwaitReaders();
            throw;
        }
    }

    /// <summary>
    /// Runs what reads the participants' vectors or writes their sums. None of them leaves a broken meeting meanwhile, for it may
    /// free them then.
    /// </summary>
    public void Read(Action read)
    {
        lock (attempt.Gate)
        {
            if (attempt.IsBroken)
            {
                AwaitReaders();
                attempt.ThrowIfBroken();
            }

            _reading++;
        }

        try
        {
            read();
        }
        finally
        {
            lock (attempt.Gate)
            {
                _reading--;
                Monitor.PulseAll(attempt.Gate);
            }
        }
    }

    private long Arrive()
    {
        lock (attempt.Gate)
        {
            var phase = _phase;
            if (++_arrived == Count)
            {
                _arrived = 0;
                _phase++;
                Monitor.PulseAll(attempt.Gate);
            }

            return phase;
        }
    }

    private void AwaitReaders()
    {
        lock (attempt.Gate)
        {
            while (_reading > 0)
            {
                Monitor.Wait(attempt.Gate);
            }
        }
    }
}
