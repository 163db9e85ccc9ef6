namespace GanCluster.Core.Sums;

public readonly record struct Segment(long Start, long Length)
{
    public long End => Start + Length;
}

public static class Segments
{
    /// <summary>Those of a sum over a tree: whole lines of a cache, and whole blocks where it rounds.</summary>
    public static IReadOnlyList<Segment> Of(ReductionTree tree, long length, int parts)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return tree.Rounded > 0 ? Split(length, parts, EightBits.Block) : Split(length, parts);
    }

    /// <summary>
    /// Splits [0, length) into contiguous segments whose starts are multiples of <paramref name="align"/> (16 floats are a
    /// cache line) and whose sizes differ by at most one such unit; the last ones are empty where there are too few units.
    /// </summary>
    public static IReadOnlyList<Segment> Split(long length, int parts, int align = 16)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(align);
        var (whole, more) = Math.DivRem((length + align - 1) / align, parts);
        var segments = new Segment[parts];
        for (var part = 0; part < parts; part++)
        {
            var start = Math.Min(length, ((whole * part) + Math.Min(part, more)) * align);
            var end = Math.Min(length, ((whole * (part + 1)) + Math.Min(part + 1, more)) * align);
            segments[part] = new Segment(start, end - start);
        }

        return segments;
    }
}
