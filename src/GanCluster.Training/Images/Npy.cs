using System.Runtime.InteropServices;
using System.Text;

namespace GanCluster.Training.Images;

/// <summary>Writes NumPy's array format, version 1.0 (numpy.lib.format): fp32 little-endian, C order.</summary>
public static class Npy
{
    private const int PrefixBytes = 10;
    private const int Alignment = 64;

    public static void Write(Stream stream, ReadOnlySpan<long> shape, ReadOnlySpan<float> values)
    {
        long product = 1;
        var sizes = new StringBuilder();
        foreach (var size in shape)
        {
            product = checked(product * size);
            sizes.Append(size).Append(", ");
        }

        if (product != values.Length)
        {
            throw new ArgumentException($"{values.Length} values do not have the shape ({sizes})");
        }

        // The trailing comma of "(3, )" makes a tuple of one size too.
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({sizes.ToString().TrimEnd(' ')}), }}";
        var length = (PrefixBytes + header.Length + Alignment) / Alignment * Alignment;
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)(length - PrefixBytes), (byte)((length - PrefixBytes) >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(length - PrefixBytes - 1) + '\n'));
        stream.Write(MemoryMarshal.AsBytes(values));
    }
}
