using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCluster.Core.Sums;

/// <summary>
/// Values that <see cref="EightBits"/> has rounded, as bytes: for each block two that say what its numbers are, and one a value. Nothing is
/// lost, so that what is sent in this way and what is not are the same.
/// </summary>
public static class EightBitCode
{
    private const int Head = sizeof(ushort);
    private const ushort Nothing = ushort.MaxValue;
    private const byte SignBit = 0x80;

    /// <summary>Bytes of so many values from a multiple of <see cref="EightBits.Block"/> on.</summary>
    public static int Length(int values) => values + (Head * ((values + EightBits.Block - 1) / EightBits.Block));

    /// <exception cref="InvalidOperationException">They have not been rounded.</exception>
    public static void Write(ReadOnlySpan<float> values, Span<byte> code)
    {
        for (; values.Length > 0; values = values[Math.Min(values.Length, EightBits.Block)..])
        {
            var bits = MemoryMarshal.Cast<float, uint>(values[..Math.Min(values.Length, EightBits.Block)]);
            var scale = EightBitScale.Of(bits);
            BinaryPrimitives.WriteUInt16LittleEndian(code, scale?.Code ?? Nothing);
            var block = code.Slice(Head, bits.Length);
            if (scale is null)
            {
                block.Clear();
            }
            else if (!Write(bits, scale.Value, block))
            {
                throw new InvalidOperationException("values were to be sent in eight bits that were not rounded to them");
            }

            code = code[(Head + bits.Length)..];
        }
    }

    /// <param name="values">As many as were written.</param>
    /// <exception cref="InvalidDataException">No values have this code.</exception>
    public static void Read(ReadOnlySpan<byte> code, Span<float> values)
    {
        for (; values.Length > 0; values = values[Math.Min(values.Length, EightBits.Block)..])
        {
            var block = values[..Math.Min(values.Length, EightBits.Block)];
            var head = BinaryPrimitives.ReadUInt16LittleEndian(code);
            if (head == Nothing)
            {
                block.Fill(float.NaN);
            }
            else
            {
                var scale = EightBitScale.Of(head)
                    ?? throw new InvalidDataException($"a frame was refused: {head} is not the scale of a block of eight-bit values");
                Read(code.Slice(Head, block.Length), scale, block);
            }

            code = code[(Head + block.Length)..];
        }
    }

    /// <returns>Whether each value is one of the scale's numbers.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Write(ReadOnlySpan<uint> bits, EightBitScale scale, Span<byte> code)
    {
        var (least, sign) = (scale.Least, scale.IsUnsigned ? (byte)0 : SignBit);
        var first = least >> EightBits.Dropped;
        var lost = 0u;
        for (var i = 0; i < bits.Length; i++)
        {
            var magnitude = bits[i] & int.MaxValue;
            var isSmall = magnitude < least;
            var raised = isSmall
                ? BitConverter.SingleToUInt32Bits(BitConverter.UInt32BitsToSingle(magnitude) + BitConverter.UInt32BitsToSingle(least))
                : magnitude;
            lost |= raised & EightBits.DroppedMask;
            code[i] = (byte)(((raised >> EightBits.Dropped) - first + (isSmall ? 0u : 8u)) | ((bits[i] >> 24) & sign));
        }

        return lost == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Read(ReadOnlySpan<byte> code, EightBitScale scale, Span<float> values)
    {
        var (step, sign) = (BitConverter.UInt32BitsToSingle(scale.Step), scale.IsUnsigned ? (byte)0 : SignBit);
        var first = scale.Least >> EightBits.Dropped;
        for (var i = 0; i < values.Length; i++)
        {
            var number = (uint)(code[i] & ~sign);
            var value = number < 8 ? number * step : BitConverter.UInt32BitsToSingle((first + number - 8) << EightBits.Dropped);
            values[i] = (code[i] & sign) == 0 ? value : -value;
        }
    }
}
