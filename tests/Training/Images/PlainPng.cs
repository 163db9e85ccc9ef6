using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace GanCluster.Training.Tests.Images;

/// <summary>Decodes 8-bit PNG without filters, and checks each chunk's CRC bit by bit, as the standard writes it.</summary>
internal sealed record PlainPng(int Width, int Height, int Channels, byte[] Pixels)
{
    public static PlainPng Decode(ReadOnlySpan<byte> file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8].ToArray());
        var types = new List<string>();
        var (header, data) = (Array.Empty<byte>(), Array.Empty<byte>());
        for (var rest = file[8..]; !rest.IsEmpty;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            types.Add(Encoding.ASCII.GetString(rest.Slice(4, 4)));
            Assert.Equal(Crc(rest.Slice(4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + length)..]));
            header = types[^1] == "IHDR" ? rest.Slice(8, length).ToArray() : header;
            data = types[^1] == "IDAT" ? rest.Slice(8, length).ToArray() : data;
            rest = rest[(12 + length)..];
        }

        Assert.Equal(["IHDR", "IDAT", "IEND"], types);
        Assert.Equal(8, header[8]);
        Assert.Equal([0, 0, 0], header[10..]);
        var width = BinaryPrimitives.ReadInt32BigEndian(header);
        var height = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
        var channels = header[9] == 2 ? 3 : 1;
        return new PlainPng(width, height, channels, Unfilter(data, height, width * channels));
    }

    private static byte[] Unfilter(byte[] data, int height, int rowBytes)
    {
        using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        var pixels = new byte[height * rowBytes];
        for (var y = 0; y < height; y++)
        {
            Assert.Equal(0, zlib.ReadByte());
            zlib.ReadExactly(pixels, y * rowBytes, rowBytes);
        }

        Assert.Equal(-1, zlib.ReadByte());
        return pixels;
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var low = ((crc ^ (uint)(value >> bit)) & 1) != 0;
                crc = (crc >> 1) ^ (low ? 0xEDB88320u : 0);
            }
        }

        return ~crc;
    }
}
