using System.Buffers.Binary;

namespace GanCluster.Training.Tests.Images.Decoding;

/// <summary>Writes BMP files.</summary>
internal static class BmpBytes
{
    private const int FileHeader = 14;
    private const int Fields = 3;

    /// <param name="height">Below 0: the rows go from the top.</param>
    /// <param name="compression">0: none; 1: RLE8; 3: bit fields.</param>
    /// <param name="masks">Of red, green, blue and opacity, for bit fields; else null.</param>
    public static byte[] Of(
        int width, int height, int bits, byte[] data, int compression = 0, byte[]? palette = null, uint[]? masks = null)
    {
        var info = masks is null ? 40 : 108;
        var header = new byte[FileHeader + info + (palette?.Length ?? 0)];
        "BM"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(2), header.Length + data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(10), header.Length);
        var fields = header.AsSpan(FileHeader);
        BinaryPrimitives.WriteInt32LittleEndian(fields, info);
        BinaryPrimitives.WriteInt32LittleEndian(fields[4..], width);
        BinaryPrimitives.WriteInt32LittleEndian(fields[8..], height);
        BinaryPrimitives.WriteInt16LittleEndian(fields[12..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(fields[14..], (short)bits);
        BinaryPrimitives.WriteInt32LittleEndian(fields[16..], masks is null ? compression : Fields);
        BinaryPrimitives.WriteInt32LittleEndian(fields[20..], data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(fields[32..], (palette?.Length ?? 0) / 4);
        for (var i = 0; i < (masks?.Length ?? 0); i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(fields[(40 + (i * 4))..], masks![i]);
        }

        palette?.CopyTo(fields[info..]);
        return [.. header, .. data];
    }
}
