using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;

namespace GanCluster.Exchange.Tcp;

/// <summary>
/// The slices that one peer sends for one exchange, which may come before this node takes part in it: so a receive is always
/// outstanding. The peer can be one exchange ahead at most, for it can't end one without this node's segment. Slices come in
/// ascending order of their nodes, frame by frame. Guarded by the gate.
/// </summary>
internal sealed class SliceInbox(RunId run, long maxHeld)
{
    private readonly List<TreeNode> _nodes = [];
    private readonly List<float[]> _buffers = [];
    private FrameHeader _plan;
    private ReductionTree? _tree;
    private int _filled;
    private bool _consumed = true;

    public long HeldBytes => _buffers.Sum(b => (long)b.Length) * sizeof(float);

    /// <summary>The slices are being read, and nothing may be placed.</summary>
    public bool InUse { get; private set; }

    /// <summary>Where the frame's floats belong.</summary>
    /// <exception cref="InvalidDataException">The frame does not go on from those before it.</exception>
    public Memory<float> Place(in FrameHeader frame)
    {
        if (frame.Exchange != _plan.Exchange || frame.Id(run) != _plan.Id(run))
        {
            Open(frame);
        }

        Check(SamePlan(frame), "its segment has changed", frame);
        if (frame.Offset == 0)
        {
            Begin(frame);
        }

        Check(_nodes.Count > 0 && frame.Node == _nodes[^1] && frame.Offset == _filled, "it is out of its order", frame);
        return _buffers[_nodes.Count - 1].AsMemory(frame.Offset, frame.Length);
    }

    /// <summary>The frame's floats have come, or never will.</summary>
    public void Placed(in FrameHeader frame, bool whole) => _filled += whole ? frame.Length : 0;

    /// <summary>Everything that the peer sends for the exchange has come.</summary>
    /// <exception cref="InvalidDataException">The peer splits the sum in another way.</exception>
    public bool IsComplete(AttemptId id, int exchange, ReductionTree tree, Segment segment)
    {
        if (_plan.Id(run) != id || _plan.Exchange < exchange)
        {
            return false;
        }

        var agreed = _plan.Exchange == exchange && (_plan.Replicas, _plan.Rounded) == (tree.Replicas, tree.Rounded)
            && _plan.Start == segment.Start && _plan.Segment == segment.Length;
        Check(agreed, $"exchange {exchange} of {tree.Replicas} replicas has another segment here", _plan);
        return !_consumed && _nodes.Count == _plan.Nodes && _filled == _plan.Segment;
    }

    /// <summary>The slices of a complete exchange, until <see cref="Release"/>.</summary>
    public IReadOnlyList<PartialSum> Use()
    {
        InUse = true;
        _consumed = true;
        return [.. _nodes.Select((node, i) => new PartialSum(node, _buffers[i].AsMemory(0, _plan.Segment)))];
    }

    public void Release() => InUse = false;

    private void Open(in FrameHeader frame)
    {
        var (id, last) = (frame.Id(run), _plan.Id(run));
        var newer = id == last ? frame.Exchange > _plan.Exchange && _consumed : _tree is null || last.IsOlderThan(id);
        Check(newer, "the exchange before it is not over", frame);
        Check((long)frame.Nodes * frame.Segment * sizeof(float) <= maxHeld, "it announces too much", frame);
        if (HeldBytesWith(frame) > maxHeld)
        {
            _buffers.Clear();
        }

        _plan = frame;
        _tree = new ReductionTree(frame.Replicas);
        _nodes.Clear();
        _filled = 0;
        _consumed = false;
    }

    /// <summary>Buffers outlive exchanges, of which one may have few and long slices and another many and short ones.</summary>
    private long HeldBytesWith(FrameHeader frame)
    {
        var kept = _buffers.Select((b, i) => (long)(i < frame.Nodes ? Math.Max(b.Length, frame.Segment) : b.Length)).Sum();
        return (kept + ((long)Math.Max(0, frame.Nodes - _buffers.Count) * frame.Segment)) * sizeof(float);
    }

    private bool SamePlan(in FrameHeader frame) => frame.Replicas == _plan.Replicas && frame.Nodes == _plan.Nodes
        && frame.Start == _plan.Start && frame.Segment == _plan.Segment && frame.Rounded == _plan.Rounded;

    private void Begin(in FrameHeader frame)
    {
        Check(_nodes.Count == 0 || _filled == _plan.Segment, "the slice before it is not whole", frame);
        Check(_nodes.Count < _plan.Nodes, "it is one slice too many", frame);
        Check(IsInTree(frame.Node), "its node is not in the tree", frame);
        var end = _nodes.Count == 0 ? 0 : _tree!.RangeOf(_nodes[^1]).End;
        Check(_tree!.RangeOf(frame.Node).First >= end, "its node is covered", frame);
        _nodes.Add(frame.Node);
        _filled = 0;
        if (_buffers.Count < _nodes.Count)
        {
            _buffers.Add([]);
        }

        if (_buffers[_nodes.Count - 1].Length < frame.Segment)
        {
            _buffers[_nodes.Count - 1] = GC.AllocateUninitializedArray<float>(frame.Segment);
        }
    }

    private bool IsInTree(TreeNode node) => node.Level >= 0 && node.Level <= _tree!.Root.Level
        && node.Index >= 0 && (long)node.Index << node.Level < _tree.Replicas;

    private static void Check(bool holds, string fault, in FrameHeader frame)
    {
        if (!holds)
        {
            throw new InvalidDataException($"a frame was refused: {fault} ({frame})");
        }
    }
}
