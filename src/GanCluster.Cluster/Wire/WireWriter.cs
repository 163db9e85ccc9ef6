using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace GanCluster.Cluster.Wire;

/// <summary>Little-endian, lengths before what they count; refuses what <see cref="WireReader"/> would not read.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public void Byte(byte value) => _bytes.Write([value]);

    public void Boolean(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
    }

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }

    public void UInt64(ulong value) => Int64(unchecked((long)value));

    public void Double(double value) => Int64(BitConverter.DoubleToInt64Bits(value));

    public void Text(string value, int longest)
    {
        if (value.Length > longest)
        {
            throw new ArgumentException($"a text of {value.Length} characters where {longest} are allowed", nameof(value));
        }

        var bytes = Encoding.UTF8.GetBytes(value);
        Int32(bytes.Length);
        _bytes.Write(bytes);
    }

    /// <summary>A reason is for people: what is too long is cut.</summary>
    public void Reason(string value) =>
        Text(value.Length > Protocol.LongestReason ? value[..Protocol.LongestReason] : value, Protocol.LongestReason);

    public void Bytes(ImmutableArray<byte> value, int most)
    {
        Count(value.Length, most);
        _bytes.Write(value.AsSpan());
    }

    /// <summary>Whether it is there, and then it.</summary>
    public void Optional<T>(T? value, Action<T> write)
        where T : struct
    {
        Boolean(value is not null);
        if (value is { } there)
        {
            write(there);
        }
    }

    /// <inheritdoc cref="Optional{T}(T?, Action{T})"/>
    public void Optional<T>(T? value, Action<T> write)
        where T : class
    {
        Boolean(value is not null);
        if (value is not null)
        {
            write(value);
        }
    }

    public void List<T>(IReadOnlyCollection<T> items, int most, Action<T> write)
    {
        Count(items.Count, most);
        foreach (var item in items)
        {
            write(item);
        }
    }

    /// <exception cref="InvalidOperationException">The message is longer than <see cref="Protocol.LongestMessage"/>.</exception>
    public byte[] ToArray() => _bytes.WrittenCount <= Protocol.LongestMessage
        ? _bytes.WrittenSpan.ToArray()
        : throw new InvalidOperationException($"a message of {_bytes.WrittenCount} bytes");

    private void Count(int count, int most)
    {
        if (count > most)
        {
            throw new ArgumentException($"{count} items where {most} are allowed", nameof(count));
        }

        Int32(count);
    }
}
