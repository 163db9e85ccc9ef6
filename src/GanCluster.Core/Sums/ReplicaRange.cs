namespace GanCluster.Core.Sums;

/// <summary>Replicas [First, First + Count), at least one.</summary>
public readonly record struct ReplicaRange
{
    public ReplicaRange(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, int.MaxValue - first);
        First = first;
        Count = count;
    }

    public int First { get; }

    public int Count { get; }

    public int End => First + Count;

    public bool Contains(int replica) => replica >= First && replica < End;

    public override string ToString() => Count == 1 ? $"{First}" : $"{First}..{End - 1}";
}
