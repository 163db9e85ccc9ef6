using System.Numerics;
using GanCluster.Core.Hashing;

namespace GanCluster.Core.Ledger;

/// <summary>
/// A running digest over a sequence of sample indices: one half of MurmurHash3 x64 128 (Appleby), with one index a block.
/// Sensitive to order.
/// </summary>
public struct IndexDigest
{
    private ulong _state;
    private ulong _count;

    public readonly ulong Value => Murmur.Finish(_state ^ _count);

    /// <summary>The digest of a reader that read these positions and found what indexAt says.</summary>
    public static ulong Of(IEnumerable<ReadRuns> reads, Func<long, long> indexAt)
    {
        var digest = default(IndexDigest);
        foreach (var runs in reads)
        {
            foreach (var position in runs.Positions())
            {
                digest.Add(indexAt(position));
            }
        }

        return digest.Value;
    }

    public void Add(long index)
    {
        _state ^= BitOperations.RotateLeft((ulong)index * 0x87C37B91114253D5, 31) * 0x4CF5AD432745937F;
        _state = (BitOperations.RotateLeft(_state, 27) * 5) + 0x52DCE729;
        _count++;
    }
}
