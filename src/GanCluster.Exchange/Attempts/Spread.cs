using GanCluster.Core.Sums;

namespace GanCluster.Exchange.Attempts;

/// <summary>A segment's sum for several who want it: added once, and written from the first-level cache to each.</summary>
internal static class Spread
{
    /// <summary>Floats of a block: half of a first-level cache.</summary>
    private const int Block = 4096;

    public static void Combine(
        TreeReduction reduction, IReadOnlyList<PartialSum> nodes, Segment segment, IReadOnlyList<Memory<float>> sums)
    {
        Span<float> block = stackalloc float[Block];
        var streamed = Floats.AreStreamed(sums[0].Length);
        for (var start = (int)segment.Start; start < segment.End; start += Block)
        {
            var sum = block[..(int)Math.Min(Block, segment.End - start)];
            reduction.Combine(nodes, start, sum);
            foreach (var destination in sums)
            {
                Floats.Copy(sum, destination.Span.Slice(start, sum.Length), streamed);
            }
        }
    }
}
