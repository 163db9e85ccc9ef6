using GanCluster.Exchange.Tcp;

namespace GanCluster.Exchange.Tests.Tcp;

public class FrameHeaderSpecs
{
    private const int MaxFrame = 64;

    private static readonly FrameHeader Good = FakePeer.Slice(Attempts.Id(1));

    private static readonly Dictionary<string, FrameHeader> Impossible = new()
    {
        ["no magic"] = Good with { Magic = FrameHeader.FrameMagic + 1 },
        ["no kind"] = Good with { Kind = default },
        ["unknown kind"] = Good with { Kind = (FrameKind)3 },
        ["an exchange before the first"] = Good with { Exchange = 0 },
        ["no replicas"] = Good with { Replicas = 0 },
        ["more replicas than a tree has"] = Good with { Replicas = (1 << 30) + 1 },
        ["no slices"] = Good with { Nodes = 0 },
        ["a start before the vector"] = Good with { Start = -1 },
        ["no segment"] = Good with { Segment = 0 },
        ["a segment beyond any vector"] = Good with { Start = int.MaxValue - 15 },
        ["an offset before the segment"] = Good with { Offset = -1 },
        ["the lowest offset"] = Good with { Offset = int.MinValue },
        ["an offset at the segment's end"] = Good with { Offset = 16, Length = 1 },
        ["no length"] = Good with { Length = 0 },
        ["a length below none"] = Good with { Length = -16 },
        ["a length beyond its segment"] = Good with { Offset = 8, Length = 9 },
        ["a length beyond a frame"] = Good with { Segment = 17, Length = 17 },
        ["fewer rounded floats than none"] = Good with { Rounded = -1 },
        ["rounded floats from the middle of a block on"] = Good with { Start = 128, Offset = 8, Length = 8, Rounded = 256 },
    };

    private static readonly Dictionary<string, FrameHeader> Extreme = new()
    {
        ["the usual"] = Good,
        ["a finished segment"] = Good with { Kind = FrameKind.Finished },
        ["the largest tree"] = Good with { Replicas = 1 << 30 },
        ["the vector's start"] = Good with { Start = 0 },
        ["the end of the longest vector"] = Good with { Start = int.MaxValue - 16 },
        ["all rounded"] = Good with { Start = 128, Rounded = int.MaxValue },
        ["the middle of a block after all that are rounded"] = Good with { Start = 120, Rounded = 120 },
        ["one float"] = Good with { Segment = 1, Length = 1 },
        ["the segment's end"] = Good with { Offset = 8, Length = 8 },
        ["the last float"] = Good with { Segment = int.MaxValue, Start = 0, Offset = int.MaxValue - 1, Length = 1 },
    };

    public static TheoryData<string> Faults => [.. Impossible.Keys];

    public static TheoryData<string> Extremes => [.. Extreme.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_header_of_impossible_numbers_is_refused(string fault) =>
        Assert.Throws<InvalidDataException>(() => Read(Impossible[fault]));

    [Theory]
    [MemberData(nameof(Extremes))]
    public void A_header_at_the_bounds_is_read_as_it_was_written(string extreme) =>
        Assert.Equal(Extreme[extreme], Read(Extreme[extreme]));

    private static FrameHeader Read(FrameHeader header)
    {
        var bytes = new byte[FrameHeader.Size];
        header.Write(bytes);
        return FrameHeader.Read(bytes, MaxFrame);
    }
}
