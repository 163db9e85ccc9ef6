using System.Text;
using GanCluster.Exchange.Tcp.Connections;
using GanCluster.Exchange.Tcp.Versions;

namespace GanCluster.Exchange.Tests.Tcp;

public class VersionHeaderSpecs
{
    private const long MaxBytes = 1024;

    private static readonly Dictionary<string, byte[]> Malformed = new()
    {
        ["fewer tensors than none"] = Header(-1),
        ["a course before the first"] =
            [.. BitConverter.GetBytes(9L), .. BitConverter.GetBytes(-1), .. BitConverter.GetBytes(0)],
        ["more tensors than any model has"] = Header(10_001, [.. Enumerable.Repeat(Tensor("e", 0), 10_001)]),
        ["fewer tensors than announced"] = Header(2, Tensor("a", 4)),
        ["more than announced"] = Header(1, Tensor("a", 4), [0]),
        ["too long a name"] = Header(1, Tensor(new string('n', 513), 4)),
        ["a name that ends beyond it"] = Header(1, [100, 0, .. "weight"u8]),
        ["too many dimensions"] = Header(1, Tensor("a", 1, 1, 1, 1, 1, 1, 1, 1, 1)),
        ["a dimension below none"] = Header(1, Tensor("a", -1)),
        ["two dimensions below none"] = Header(1, Tensor("a", -2, -2)),
        ["a dimension beyond any array"] = Header(1, Tensor("a", 1L << 31)),
        ["dimensions whose product overflows to one that fits"] = Header(1, Tensor("a", 1L << 32, 1L << 32, 4)),
        ["a product beyond any array"] = Header(1, Tensor("a", 1 << 16, 1 << 16)),
        ["nothing of a dimension beyond any array"] = Header(1, Tensor("a", 0, long.MaxValue)),
        ["too many bytes in one"] = Header(1, Tensor("a", 257)),
        ["too many bytes in all"] = Header(2, Tensor("a", 128), Tensor("b", 129)),
    };

    public static TheoryData<string> Faults => [.. Malformed.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_header_that_announces_what_cannot_be_is_refused(string fault) =>
        Assert.Throws<InvalidDataException>(() => VersionHeader.Parse(Malformed[fault], MaxBytes));

    [Fact]
    public void A_header_that_is_cut_off_anywhere_is_refused()
    {
        var bytes = Header(2, Tensor("a.weight", 2, 3), Tensor("b", 5));

        Assert.All(
            Enumerable.Range(0, bytes.Length),
            end => Assert.Throws<InvalidDataException>(() => VersionHeader.Parse(bytes[..end], MaxBytes)));
    }

    [Fact]
    public void A_header_at_the_bounds_is_read()
    {
        var name = new string('n', 512);
        var header = VersionHeader.Parse(
            Header(3, Tensor(name, 1, 1, 1, 1, 1, 1, 1, 128), Tensor("b", 128), Tensor("c", 0, int.MaxValue)), MaxBytes);

        Assert.Equal((9, 2, name), (header.Step, header.Course, header.Tensors[0].Name));
        Assert.Equal([128, 128, 0], header.Tensors.Select(t => t.Length));
        Assert.Equal(10_000, VersionHeader.Parse(Header(10_000, [.. Enumerable.Repeat(Tensor("e", 0), 10_000)]), 0).Tensors.Length);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(VersionHeader.MaxBytes + 1)]
    [InlineData(int.MaxValue)]
    public void A_stream_whose_header_has_no_possible_length_is_refused_before_it_is_allocated(int length)
    {
        using var stream = new MemoryStream([.. BitConverter.GetBytes(length), .. new byte[100]]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => VersionStream.Read(stream, MaxBytes, new Traffic()));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static byte[] Header(int count, params byte[][] tensors) =>
        [.. BitConverter.GetBytes(9L), .. BitConverter.GetBytes(2), .. BitConverter.GetBytes(count), .. tensors.SelectMany(t => t)];

    private static byte[] Tensor(string name, params long[] shape) =>
    [
        .. BitConverter.GetBytes((ushort)name.Length),
        .. Encoding.UTF8.GetBytes(name),
        (byte)shape.Length,
        .. shape.SelectMany(BitConverter.GetBytes),
    ];
}
