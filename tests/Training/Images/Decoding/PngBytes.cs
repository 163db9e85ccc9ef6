using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace GanCluster.Training.Tests.Images.Decoding;

/// <summary>Writes PNG files chunk by chunk, with no filters, in every form that the format has.</summary>
internal static class PngBytes
{
    public const int Grey = 0;
    public const int Colour = 2;
    public const int Palette = 3;
    public const int GreyAlpha = 4;
    public const int ColourAlpha = 6;

    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <param name="rows">Packed as the format has them.</param>
    /// <param name="before">Chunks between the header and the pixels.</param>
    public static byte[] Of(int width, int depth, int type, byte[][] rows, params (string Name, byte[] Data)[] before) =>
        File(width, rows.Length, depth, type, interlaced: 0, [.. rows.SelectMany(row => (byte[])[0, .. row])], before);

    /// <param name="pixels">(height, width, bytes a pixel), 8 bits a channel.</param>
    public static byte[] Interlaced(int width, int type, byte[] pixels, int pixelBytes)
    {
        var height = pixels.Length / width / pixelBytes;
        var data = new List<byte>();
        foreach (var (firstX, firstY, stepX, stepY) in Adam7.Where(pass => pass.X < width && pass.Y < height))
        {
            for (var y = firstY; y < height; y += stepY)
            {
                data.Add(0);
                for (var x = firstX; x < width; x += stepX)
                {
                    data.AddRange(pixels.AsSpan(((y * width) + x) * pixelBytes, pixelBytes));
                }
            }
        }

        return File(width, height, 8, type, interlaced: 1, [.. data], []);
    }

    private static byte[] File(
        int width, int height, int depth, int type, byte interlaced, byte[] data, (string Name, byte[] Data)[] before)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(data);
        }

        return
        [
            0x89, .. "PNG\r\n\x1a\n"u8,
            .. Chunk("IHDR", [.. Number(width), .. Number(height), (byte)depth, (byte)type, 0, 0, interlaced]),
            .. before.SelectMany(chunk => Chunk(chunk.Name, chunk.Data)),
            .. Chunk("IDAT", packed.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    private static byte[] Chunk(string name, byte[] data)
    {
        byte[] checkedBytes = [.. Encoding.ASCII.GetBytes(name), .. data];
        return [.. Number(data.Length), .. checkedBytes, .. Number((int)Crc32.HashToUInt32(checkedBytes))];
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
