using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Tcp;

/// <summary>
/// The nodes' sums of one attempt. The vector has a segment for each node. Everyone sends each other node that node's segment of
/// its subtree sums (slices), finishes the tree over its own segment, and sends that to all. Used by one thread at a time.
/// </summary>
internal sealed class NetworkSum(NodeAttempt attempt, TcpExchangeOptions options)
{
    private readonly NodeLayout _layout = attempt.Layout;
    private readonly int[] _gathered = new int[attempt.Layout.Nodes.Length];

    /// <summary>For each peer: its shipments that are not done, and a frame that is being received into the result.</summary>
    private readonly int[] _inMotion = new int[attempt.Layout.Nodes.Length];
    private IReadOnlyList<Segment> _segments = [];
    private TreeReduction? _reduction;
    private int _replicas;
    private int _rounded;
    private int _exchange;
    private Memory<float>? _result;

    /// <param name="nodes">This node's subtree sums in ascending order, at least one. Left unchanged.</param>
    /// <exception cref="ExchangeBrokenException">Nothing reads the nodes or writes the result any more.</exception>
    public void Sum(ReductionTree tree, PartialSum[] nodes, Memory<float> result, Action waiting)
    {
        Open(tree, result);
        try
        {
            attempt.Await(() => attempt.IsConnected, waiting);
            foreach (var peer in _layout.Others)
            {
                Ship(peer, FrameKind.Slice, peer, nodes);
            }

            if (_segments[_layout.Self].Length > 0)
            {
                Combine(tree, nodes, result, waiting);
            }

            PartialSum[] sum = [new PartialSum(tree.Root, result)];
            foreach (var peer in _layout.Others)
            {
                Ship(peer, FrameKind.Finished, _layout.Self, sum);
            }

            attempt.Await(() => _layout.Others.All(n => _inMotion[n] == 0 && _gathered[n] == _segments[n].Length), waiting);
        }
        finally
        {
            Close();
        }
    }

    /// <summary>Where a frame of a peer's finished segment belongs. Under the gate.</summary>
    /// <exception cref="InvalidDataException">Nobody waits for it.</exception>
    public Landing Place(int peer, FrameHeader frame)
    {
        var expected = _result is not null && frame.Exchange == _exchange && (frame.Replicas, frame.Rounded) == (_replicas, _rounded)
            && frame.Start == _segments[peer].Start && frame.Segment == _segments[peer].Length
            && frame.Offset == _gathered[peer];
        if (!expected)
        {
            throw new InvalidDataException($"a frame was refused: nobody waits for it ({frame})");
        }

        _inMotion[peer]++;
        return new Landing(
            _result!.Value.Slice(frame.Start + frame.Offset, frame.Length),
            whole => Rest(peer, whole ? frame.Length : 0));
    }

    private void Open(ReductionTree tree, Memory<float> result)
    {
        lock (attempt.Gate)
        {
            _exchange++;
            _result = result;
            (_replicas, _rounded) = (tree.Replicas, tree.Rounded);
            _segments = attempt.SegmentsOf(tree, result.Length);
            Array.Clear(_gathered);
        }
    }

    /// <summary>Waits until nothing is in motion; what a broken attempt leaves half sent or received gets a grace.</summary>
    private void Close()
    {
        int[] stuck;
        lock (attempt.Gate)
        {
            _result = null;
            var end = Environment.TickCount64 + (long)options.BreakGrace.TotalMilliseconds;
            while (_inMotion.Any(n => n > 0) && Environment.TickCount64 < end)
            {
                Monitor.Wait(attempt.Gate, options.BreakGrace);
            }

            stuck = [.. _layout.Others.Where(n => _inMotion[n] > 0)];
        }

        foreach (var peer in stuck)
        {
            attempt.Connection(peer).Close($"a frame of {attempt.Id}, which is broken, did not end");
        }

        lock (attempt.Gate)
        {
            while (_inMotion.Any(n => n > 0))
            {
                Monitor.Wait(attempt.Gate);
            }
        }
    }

    private void Ship(int peer, FrameKind kind, int owner, PartialSum[] vectors)
    {
        var segment = _segments[owner];
        if (segment.Length == 0)
        {
            return;
        }

        lock (attempt.Gate)
        {
            _inMotion[peer]++;
        }

        var plan = new FrameHeader(
            FrameHeader.FrameMagic,
            kind,
            attempt.Id.Term,
            attempt.Id.Round,
            attempt.Id.Attempt,
            _exchange,
            _replicas,
            Level: 0,
            Index: 0,
            vectors.Length,
            (int)segment.Start,
            (int)segment.Length,
            Offset: 0,
            Length: 0,
            _rounded);
        attempt.Connection(peer).Send(new Shipment(plan, vectors, () => !attempt.IsBroken, () => Rest(peer, 0)));
    }

    private void Rest(int peer, int gathered)
    {
        lock (attempt.Gate)
        {
            _gathered[peer] += gathered;
            _inMotion[peer]--;
            Monitor.PulseAll(attempt.Gate);
        }
    }

    private void Combine(ReductionTree tree, PartialSum[] mine, Memory<float> result, Action waiting)
    {
        var segment = _segments[_layout.Self];
        var (start, length) = ((int)segment.Start, (int)segment.Length);
        SliceInbox[] inboxes = [.. _layout.Others.Select(n => attempt.Connection(n).Inbox)];
        var slices = mine.Select(m => m with { Values = m.Values.Slice(start, length) }).ToList();
        try
        {
            attempt.Await(
                () =>
                {
                    var complete = inboxes.All(i => i.IsComplete(attempt.Id, _exchange, tree, segment));
                    slices.AddRange(complete ? inboxes.SelectMany(i => i.Use()) : []);
                    return complete;
                },
                waiting);
            _reduction = TreeReduction.For(_reduction, tree, slices);
            _reduction.Combine(slices, 0, result.Span.Slice(start, length), start);
        }
        catch (Exception disagreement) when (disagreement is InvalidDataException or InvalidOperationException)
        {
            attempt.Break($"the nodes disagree: {disagreement.Message}");
            attempt.ThrowIfBroken();
        }
        finally
        {
            lock (attempt.Gate)
            {
                Array.ForEach(inboxes, i => i.Release());
                Monitor.PulseAll(attempt.Gate);
            }
        }
    }
}
