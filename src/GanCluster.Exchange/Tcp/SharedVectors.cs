using System.Collections.Concurrent;

namespace GanCluster.Exchange.Tcp;

/// <summary>Vectors that the workers of a process share, made once for each length.</summary>
internal sealed class SharedVectors
{
    public ConcurrentDictionary<int, Memory<float>> Sums { get; } = new();

    /// <summary>Subtrees that several workers cover together, by place and length.</summary>
    public ConcurrentDictionary<(int Place, int Length), Memory<float>> Merged { get; } = new();
}
