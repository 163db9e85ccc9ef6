using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.Serialization;
using System.Text;

namespace GanCluster.Cluster.Wire;

/// <summary>Reads what <see cref="WireWriter"/> wrote. Every length is checked before anything is allocated for it.</summary>
internal sealed class WireReader(byte[] bytes)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private int _at;

    public byte Byte() => Take(1)[0];

    public bool Boolean() => Byte() switch { 0 => false, 1 => true, var other => throw Malformed($"{other} for a yes or no") };

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public ulong UInt64() => unchecked((ulong)Int64());

    public double Double() => BitConverter.Int64BitsToDouble(Int64());

    public string Text(int longest)
    {
        var length = Count(longest * 4);
        try
        {
            var text = Strict.GetString(Take(length));
            return text.Length <= longest ? text : throw Malformed($"a text of {text.Length} characters");
        }
        catch (DecoderFallbackException e)
        {
            throw new SerializationException("a text is not UTF-8", e);
        }
    }

    public string Reason() => Text(Protocol.LongestReason);

    public ImmutableArray<byte> Bytes(int most) => [.. Take(Count(most))];

    public ImmutableArray<T> List<T>(int most, Func<T> read)
    {
        var count = Count(most);
        var items = ImmutableArray.CreateBuilder<T>(count);
        for (var i = 0; i < count; i++)
        {
            items.Add(read());
        }

        return items.ToImmutable();
    }

    /// <summary>Checks a number that has to lie in [least, most].</summary>
    public int Int32Between(int least, int most)
    {
        var value = Int32();
        return value >= least && value <= most ? value : throw Malformed($"{value} outside {least}..{most}");
    }

    /// <exception cref="SerializationException">Bytes are left over.</exception>
    public void End()
    {
        if (_at != bytes.Length)
        {
            throw Malformed($"{bytes.Length - _at} bytes too many");
        }
    }

    private static SerializationException Malformed(string what) => new($"malformed message: {what}");

    private int Count(int most) => Int32Between(0, most);

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - _at)
        {
            throw Malformed("it ends early");
        }

        _at += count;
        return bytes.AsSpan(_at - count, count);
    }
}
