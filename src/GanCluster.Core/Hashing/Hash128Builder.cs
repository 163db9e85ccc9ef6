using System.Buffers.Binary;
using System.Numerics;

namespace GanCluster.Core.Hashing;

/// <summary>MurmurHash3 x64 128 (Appleby), seed 0, over bytes appended in chunks of any sizes.</summary>
public sealed class Hash128Builder
{
    private const int BlockBytes = 16;
    private const ulong C1 = 0x87C37B91114253D5;
    private const ulong C2 = 0x4CF5AD432745937F;

    private readonly byte[] _partial = new byte[BlockBytes];
    private ulong _first;
    private ulong _second;
    private ulong _length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var held = (int)(_length % BlockBytes);
        _length += (ulong)bytes.Length;
        if (held > 0)
        {
            var taken = Math.Min(BlockBytes - held, bytes.Length);
            bytes[..taken].CopyTo(_partial.AsSpan(held));
            bytes = bytes[taken..];
            if (held + taken < BlockBytes)
            {
                return;
            }

            Blocks(_partial);
        }

        var whole = bytes.Length / BlockBytes * BlockBytes;
        Blocks(bytes[..whole]);
        bytes[whole..].CopyTo(_partial);
    }

    /// <summary>The hash of what has been appended so far; more may be appended afterwards.</summary>
    public Hash128 ToHash()
    {
        var (h1, h2) = (_first, _second);
        var held = (int)(_length % BlockBytes);
        Span<byte> tail = stackalloc byte[BlockBytes];
        tail.Clear();
        _partial.AsSpan(0, held).CopyTo(tail);
        h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(tail)) ^ _length;
        h2 ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(tail[8..])) ^ _length;
        h1 += h2;
        h2 += h1;
        h1 = Murmur.Finish(h1);
        h2 = Murmur.Finish(h2);
        h1 += h2;
        h2 += h1;
        return new Hash128(h1, h2);
    }

    private static ulong MixFirst(ulong k) => BitOperations.RotateLeft(k * C1, 31) * C2;

    private static ulong MixSecond(ulong k) => BitOperations.RotateLeft(k * C2, 33) * C1;

    private void Blocks(ReadOnlySpan<byte> bytes)
    {
        var (h1, h2) = (_first, _second);
        while (bytes.Length >= BlockBytes)
        {
            h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            h1 = ((BitOperations.RotateLeft(h1, 27) + h2) * 5) + 0x52DCE729;
            h2 ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
            h2 = ((BitOperations.RotateLeft(h2, 31) + h1) * 5) + 0x38495AB5;
            bytes = bytes[BlockBytes..];
        }

        (_first, _second) = (h1, h2);
    }
}
