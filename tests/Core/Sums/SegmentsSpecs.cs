using GanCluster.Core.Sums;

namespace GanCluster.Core.Tests.Sums;

public class SegmentsSpecs
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(15, 4)]
    [InlineData(16, 1)]
    [InlineData(1000, 7)]
    [InlineData(1000, 4)]
    [InlineData(3_576_704, 3)]
    [InlineData(10_000_000_007, 16)]
    public void Segments_are_contiguous_aligned_nearly_even_and_cover_all(long length, int parts)
    {
        var segments = Segments.Split(length, parts);

        Assert.Equal(parts, segments.Count);
        Assert.Equal(0, segments[0].Start);
        Assert.Equal(length, segments[^1].End);
        Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        Assert.All(segments, segment => Assert.True(segment.Start % 16 == 0 || segment.Length == 0));
        Assert.InRange(segments.Max(segment => segment.Length) - segments.Min(segment => segment.Length), 0, 31);
    }

    [Fact]
    public void Splitting_into_nothing_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Segments.Split(10, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Segments.Split(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Segments.Split(10, 1, 0));
    }
}
