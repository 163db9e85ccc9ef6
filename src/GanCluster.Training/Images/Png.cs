using System.Buffers.Binary;
using System.IO.Compression;

namespace GanCluster.Training.Images;

/// <summary>
/// Writes PNG (ISO/IEC 15948): 8 bits a channel, grey or RGB, no filter, no time stamp, so equal pixels give equal bytes.
/// </summary>
public static class Png
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(n => CrcOfByte((uint)n))];

    /// <summary>Replaces the file in one move: a reader sees the old image or the new one.</summary>
    public static void Write(string path, PixelImage image)
    {
        var partial = path + ".partial";
        try
        {
            using (var stream = File.Create(partial))
            {
                Write(stream, image.Width, image.Height, image.Channels, image.Pixels);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    public static void Write(Stream stream, int width, int height, int channels, ReadOnlySpan<byte> pixels)
    {
        if (channels is not (1 or 3) || width <= 0 || height <= 0 || (long)width * height * channels != pixels.Length)
        {
            throw new ArgumentException($"{pixels.Length} bytes are no image of {width} x {height} x {channels}");
        }

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        const byte grey = 0, rgb = 2;
        (header[8], header[9]) = (8, channels == 1 ? grey : rgb);
        header[10..].Clear();

        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        WriteChunk(stream, "IHDR"u8, header);
        WriteChunk(stream, "IDAT"u8, Compress(width * channels, pixels));
        WriteChunk(stream, "IEND"u8, []);
    }

    private static ReadOnlySpan<byte> Compress(int rowBytes, ReadOnlySpan<byte> pixels)
    {
        var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var row = pixels; !row.IsEmpty; row = row[rowBytes..])
            {
                zlib.WriteByte(0);
                zlib.Write(row[..rowBytes]);
            }
        }

        return buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        stream.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint CrcOfByte(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
        }

        return value;
    }
}
