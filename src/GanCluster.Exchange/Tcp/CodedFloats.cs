using System.Runtime.InteropServices;
using GanCluster.Core.Sums;

namespace GanCluster.Exchange.Tcp;

/// <summary>A frame's bytes where its first floats are rounded: their code, and the others as they are. Used by one thread.</summary>
internal sealed class CodedFloats
{
    private byte[] _bytes = [];

    public static int Length(int floats, int rounded) => EightBitCode.Length(rounded) + ((floats - rounded) * sizeof(float));

    public static void Read(ReadOnlySpan<byte> bytes, Span<float> floats, int rounded)
    {
        var code = EightBitCode.Length(rounded);
        EightBitCode.Read(bytes[..code], floats[..rounded]);
        bytes[code..].CopyTo(MemoryMarshal.AsBytes(floats[rounded..]));
    }

    /// <summary>As many bytes as such floats take, whatever they hold.</summary>
    public Span<byte> Of(int floats, int rounded)
    {
        var length = Length(floats, rounded);
        if (_bytes.Length < length)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(length);
        }

        return _bytes.AsSpan(0, length);
    }

    public ReadOnlySpan<byte> Write(ReadOnlySpan<float> floats, int rounded)
    {
        var bytes = Of(floats.Length, rounded);
        var code = EightBitCode.Length(rounded);
        EightBitCode.Write(floats[..rounded], bytes[..code]);
        MemoryMarshal.AsBytes(floats[rounded..]).CopyTo(bytes[code..]);
        return bytes;
    }
}
