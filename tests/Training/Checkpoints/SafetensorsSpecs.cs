using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using GanCluster.Training.Checkpoints;

namespace GanCluster.Training.Tests.Checkpoints;

public sealed class SafetensorsSpecs
{
    private const string OneTensor = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    private static readonly Dictionary<string, string> NoMetadata = [];

    [Fact]
    public void What_is_written_is_read_again()
    {
        var stream = new MemoryStream();
        NamedTensor[] tensors =
        [
            new("g.weight", [2, 3], new float[] { 1, -2, float.NaN, float.PositiveInfinity, -0f, float.Epsilon }),
            new("d.scale", [], new float[] { 7 }),
            new("d.empty", [0, 4], Array.Empty<float>()),
            new("ä\"\\", [1], new float[] { 3 }),
        ];
        Safetensors.Write(stream, tensors, new Dictionary<string, string> { ["zoé"] = "1\n2", ["a"] = "" });
        stream.Position = 0;

        var read = Safetensors.Read(stream, "test");

        Assert.Equal(["d.empty", "d.scale", "g.weight", "ä\"\\"], read.Tensors.Select(t => t.Name));
        foreach (var (expected, actual) in tensors.OrderBy(t => t.Name, StringComparer.Ordinal).Zip(read.Tensors))
        {
            Assert.Equal(expected.Shape, actual.Shape);
            Assert.Equal(Bits(expected), Bits(actual));
        }

        Assert.Equal("1\n2", read.Metadata["zoé"]);
        Assert.Equal("", read.Metadata["a"]);
    }

    [Fact]
    public void An_independent_reader_finds_the_layout_that_the_format_promises()
    {
        var stream = new MemoryStream();
        NamedTensor[] tensors =
        [
            new("opt.g.m", [1], new float[] { 9 }), new("g.b", [2], new float[] { 1, 2 }), new("ema.g.b", [1], new float[] { 3 }),
            new("d.B", [1, 1], new float[] { 4 }), new("d.a", [1], new float[] { 5 }), new("gx", [1], new float[] { 6 }),
        ];
        Safetensors.Write(stream, tensors, new Dictionary<string, string> { ["run"] = "ring8" });
        var file = stream.ToArray();

        var plain = new PlainSafetensors(file);

        Assert.StartsWith("{\"__metadata__\":{\"run\":\"ring8\"},", plain.HeaderText, StringComparison.Ordinal);
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(file) % 8);
        Assert.Equal(["d.B", "d.a", "ema.g.b", "g.b", "gx", "opt.g.m"], plain.Names);
        Assert.Equal([1L, 1], plain.Shape("d.B"));
        Assert.Equal([1f, 2f], MemoryMarshal.Cast<byte, float>(plain.Bytes("g.b")).ToArray());
        Assert.Equal(file.Length, plain.End);
    }

    [Fact]
    public void The_order_of_tensors_and_metadata_given_changes_no_byte()
    {
        NamedTensor[] tensors = [new("b", [1], new float[] { 1 }), new("a", [1], new float[] { 2 })];
        var (one, other) = (new MemoryStream(), new MemoryStream());
        Safetensors.Write(one, tensors, new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" });
        Safetensors.Write(other, [tensors[1], tensors[0]], new Dictionary<string, string> { ["y"] = "2", ["x"] = "1" });
        Assert.Equal(one.ToArray(), other.ToArray());
    }

    [Fact]
    public void Values_longer_than_one_chunk_keep_their_order()
    {
        var values = Enumerable.Range(0, 600_000).Select(i => (float)i).ToArray();
        var stream = new MemoryStream();
        Safetensors.Write(stream, [new("a", [600_000], values)], NoMetadata);
        stream.Position = 0;
        Assert.Equal(values, Safetensors.Read(stream, "test").Tensors[0].Values.ToArray());
    }

    [Theory]
    [InlineData("[]", 0, "does not start with '{'")]
    [InlineData("{\"a\":", 0, "invalid safetensors header")]
    [InlineData("""{"a":1,"a":2}""", 0, "Duplicate")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[],"data_offsets":[0,4]}}""", 4, "Duplicate")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""", 4, "invalid safetensors header")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "'a' lacks a valid dtype")]
    [InlineData("""{"a":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}""", 8, "dtype BF16")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "shape (natural numbers)")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "data_offsets (two of them)")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8.5]}}""", 8, "data_offsets (two of them)")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "does not take the bytes from 8 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "shape [3] does not take")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", 8, "does not take")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "leaves a hole before its first byte, 4")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""",
        12, "'b' overlaps")]
    [InlineData(OneTensor, 7, "is truncated")]
    [InlineData(OneTensor, 9, "trailing bytes")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "metadata 'a' is not a string")]
    [InlineData("""{"__metadata__":"a"}""", 0, "__metadata__ is not an object")]
    public void A_bad_header_is_refused(string header, int dataBytes, string reason)
    {
        var error = Refusal(WithHeader(header, dataBytes));
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.StartsWith("'weights'", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Theory]
    [InlineData(100_000_001, "the limit is 100000000")]
    [InlineData(long.MaxValue, "the limit is 100000000")]
    [InlineData(-1, "the limit is 100000000")]
    [InlineData(99_999_999, "but the file has 62 after its length")]
    [InlineData(1, "but the file has 62 after its length")]
    public void A_header_length_that_cannot_be_is_refused_before_anything_is_allocated(long length, string reason)
    {
        var file = WithHeader(OneTensor, 8);
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(reason, Refusal(file), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_too_short_for_a_length_is_refused(int bytes) =>
        Assert.Contains("is truncated", Refusal(new byte[bytes]), StringComparison.Ordinal);

    [Fact]
    public void A_pickle_and_a_zip_archive_are_called_what_they_are()
    {
        byte[] pickle = [0x80, 0x02, .. "}q\0.and some more of it"u8];
        byte[] zip = [.. "PK\x03\x04"u8, .. new byte[60]];
        Assert.Contains("is a Python pickle", Refusal(pickle), StringComparison.Ordinal);
        Assert.Contains("is a zip archive", Refusal(zip), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_whose_length_starts_like_a_pickle_is_read()
    {
        var file = WithHeader(OneTensor.PadRight(0x280), 8);
        Assert.Equal([0x80, 0x02], file[..2]);
        Assert.Equal("a", Safetensors.Read(new MemoryStream(file), "weights").Tensors[0].Name);
    }

    [Fact]
    public void Tensors_that_cannot_be_described_are_not_written()
    {
        NamedTensor good = new("a", [1], new float[] { 1 });
        Assert.Throws<ArgumentException>(() => Safetensors.Write(new MemoryStream(), [good, good], NoMetadata));
        Assert.Throws<ArgumentException>(
            () => Safetensors.Write(new MemoryStream(), [good with { Shape = [2] }], NoMetadata));
        Assert.Throws<ArgumentException>(
            () => Safetensors.Write(new MemoryStream(), [good with { Name = "__metadata__" }], NoMetadata));
    }

    private static string Refusal(byte[] file) =>
        Assert.Throws<CheckpointException>(() => Safetensors.Read(new MemoryStream(file), "weights")).Message;

    private static byte[] WithHeader(string header, int dataBytes)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, text.Length);
        text.CopyTo(file, 8);
        return file;
    }

    private static byte[] Bits(NamedTensor tensor) => MemoryMarshal.AsBytes(tensor.Values.Span).ToArray();
}
