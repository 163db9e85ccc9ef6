using System.Runtime.InteropServices;
using GanCluster.Exchange.Tcp.Shared;

namespace GanCluster.Exchange.Tests.Tcp.Shared;

/// <summary>Both ends of a ring of 64 bytes, each with its own object over the same memory.</summary>
public sealed unsafe class SharedRingSpecs : IDisposable
{
    private const int Capacity = 64;
    private readonly byte* _memory = (byte*)NativeMemory.AllocZeroed((nuint)SharedRing.Size(Capacity));
    private readonly SharedRing _writer;
    private readonly SharedRing _reader;

    public SharedRingSpecs() => (_writer, _reader) = (new SharedRing(_memory, Capacity), new SharedRing(_memory, Capacity));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_is_read_across_the_end_as_often_as_one_likes(bool streamed)
    {
        for (var turn = 0; turn < 100; turn++)
        {
            float[] floats = [.. Enumerable.Range(0, 5 + (turn % 11)).Select(i => (turn * 100f) + i)];
            Assert.True(_writer.HasRoom(floats.Length * sizeof(float)));
            _writer.Write(MemoryMarshal.AsBytes(floats.AsSpan()));

            var read = new float[floats.Length];
            Assert.False(_reader.ReadInto(read, streamed));

            Assert.Equal(floats, read);
        }
    }

    [Fact]
    public void A_writer_that_found_no_room_is_told_once_there_is_half_a_ring_more_than_it_wants()
    {
        _writer.Write(new byte[60]);
        Assert.False(_writer.HasRoom(8));

        Assert.False(_reader.Skip(32));
        Assert.True(_reader.Skip(4));
        Assert.False(_reader.Skip(4));
        Assert.True(_writer.HasRoom(44));
    }

    [Fact]
    public void A_writer_that_wants_most_of_the_ring_is_told_once_all_is_read()
    {
        _writer.Write(new byte[40]);
        Assert.False(_writer.HasRoom(60));

        Assert.False(_reader.Skip(36));
        Assert.True(_reader.Skip(4));
        Assert.True(_writer.HasRoom(60));
    }

    [Fact]
    public void A_full_ring_has_no_room_and_an_empty_one_all_of_it()
    {
        Assert.True(_writer.HasRoom(Capacity));
        _writer.Write(new byte[Capacity]);
        Assert.False(_writer.HasRoom(4));
        Assert.True(_reader.Skip(Capacity));
        Assert.True(_writer.HasRoom(Capacity));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(-128)]
    public void A_reader_that_claims_what_can_not_be_is_found_out(long read)
    {
        _writer.Write(new byte[4]);
        *(long*)_memory = read;

        Assert.Throws<InvalidDataException>(() => _writer.HasRoom(4));
    }

    [Fact]
    public void More_than_the_ring_is_never_read() =>
        Assert.Throws<InvalidDataException>(() => _reader.ReadInto(new float[(Capacity / sizeof(float)) + 1], streamed: false));

    public void Dispose() => NativeMemory.Free(_memory);
}
