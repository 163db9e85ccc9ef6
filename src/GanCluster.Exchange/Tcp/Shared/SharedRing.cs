using GanCluster.Exchange.Attempts;

namespace GanCluster.Exchange.Tcp.Shared;

/// <summary>
/// Bytes from one process to another, in memory that both have mapped: a ring, how far the reader is, and how far the
/// writer waits for it to be. How far the writer is goes another way, as a message after the bytes. One thread writes and one reads.
/// </summary>
/// <param name="start">Of <see cref="Size"/> bytes that are zero at first, and mapped for as long as this is used.</param>
internal sealed unsafe class SharedRing(byte* start, int capacity)
{
    /// <summary>A line of the cache for each side's word, so that neither takes the other's.</summary>
    private const int Line = 128;

    private readonly byte* _bytes = start + (2 * Line);
    private long _written;
    private long _read;

    private ref long Read => ref *(long*)start;

    /// <summary>0: the writer does not wait.</summary>
    private ref long Awaited => ref *(long*)(start + Line);

    public static long Size(int capacity) => (2 * Line) + capacity;

    /// <summary>The writer's: whether so many bytes fit. If not, the reader is to say when it has made room for them and for half a
    /// ring more, or has read all: for a word about each frame would cost more than the frame.</summary>
    /// <exception cref="InvalidDataException">The reader claims to have read what was not written.</exception>
    public bool HasRoom(int bytes)
    {
        if (Fits(bytes))
        {
            return true;
        }

        // Either the reader sees the wish after it has made room, or this sees the room after it has told the wish.
        Interlocked.Exchange(ref Awaited, Math.Min(_written, _written + bytes - (capacity / 2)));
        return Fits(bytes);
    }

    /// <param name="bytes">They fit.</param>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        var at = (int)(_written % capacity);
        var first = Math.Min(bytes.Length, capacity - at);
        bytes[..first].CopyTo(new Span<byte>(_bytes + at, first));
        bytes[first..].CopyTo(new Span<byte>(_bytes, bytes.Length - first));
        _written += bytes.Length;
    }

    /// <param name="floats">As many as have been written, at most.</param>
    /// <param name="streamed">As in <see cref="Floats.Copy"/>.</param>
    /// <returns>Whether the writer is to be told that there is room.</returns>
    /// <exception cref="InvalidDataException">So many can't have been written.</exception>
    public bool ReadInto(Span<float> floats, bool streamed)
    {
        if (floats.Length > capacity / sizeof(float))
        {
            throw new InvalidDataException($"{floats.Length} floats are said to be in a ring of {capacity} bytes");
        }

        var at = (int)(_read % capacity) / sizeof(float);
        var first = Math.Min(floats.Length, (capacity / sizeof(float)) - at);
        Floats.Copy(new ReadOnlySpan<float>((float*)_bytes + at, first), floats[..first], streamed);
        Floats.Copy(new ReadOnlySpan<float>(_bytes, floats.Length - first), floats[first..], streamed);
        return Skip(floats.Length * sizeof(float));
    }

    /// <inheritdoc cref="ReadInto" path="/returns"/>
    public bool Skip(int bytes)
    {
        _read += bytes;
        Interlocked.Exchange(ref Read, _read);
        var awaited = Volatile.Read(ref Awaited);
        return awaited != 0 && _read >= awaited && Interlocked.CompareExchange(ref Awaited, 0, awaited) == awaited;
    }

    private bool Fits(int bytes)
    {
        var used = _written - Volatile.Read(ref Read);
        return used >= 0 && used <= capacity
            ? bytes <= capacity - used
            : throw new InvalidDataException($"{used} bytes are said to be in a ring of {capacity}");
    }
}
