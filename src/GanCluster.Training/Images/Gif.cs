using System.Buffers.Binary;

namespace GanCluster.Training.Images;

/// <summary>Writes GIF89a that plays over and over: 256 greys, or the <see cref="Palette"/> of all frames, by LZW. Equal frames
/// give equal bytes.</summary>
/// <remarks>SkiaSharp writes no GIF, and the library that does (ImageSharp 2) is one whose reading is known to be unsafe: too
/// much to bring along for one format.</remarks>
public static class Gif
{
    private const int ClearCode = 256;
    private const int EndCode = 257;
    private const int MostCodes = 4096;
    private const int LongestBlock = 255;

    /// <param name="frames">All grey or all in colour, and of one size.</param>
    /// <param name="hundredths">Of a second, for each frame.</param>
    public static void Write(Stream stream, IReadOnlyList<PixelImage> frames, int hundredths)
    {
        var (width, height) = (frames[0].Width, frames[0].Height);
        if (frames.Any(f => (f.Channels, f.Width, f.Height) != (frames[0].Channels, width, height))
            || width is <= 0 or > ushort.MaxValue || height is <= 0 or > ushort.MaxValue || hundredths is < 0 or > ushort.MaxValue)
        {
            throw new ArgumentException("the frames are not all of one kind and of one size that a GIF can have");
        }

        stream.Write("GIF89a"u8);
        WriteNumbers(stream, width, height);

        // A global table of 2^8 colours of 8 bits; background 0; square pixels.
        stream.Write([0xF7, 0, 0]);
        var palette = frames[0].Channels == 3 ? Palette.Of(frames) : null;
        for (var number = 0; number < Palette.Most; number++)
        {
            var grey = (byte)number;
            stream.Write(palette is null ? [grey, grey, grey] : number < palette.Colours.Count ? palette.Colours[number] : [0, 0, 0]);
        }

        // Netscape's application extension, without end.
        stream.Write([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0]);
        foreach (var frame in frames)
        {
            stream.Write([0x21, 0xF9, 4, 0]);
            WriteNumbers(stream, hundredths);
            stream.Write([0, 0, 0x2C]);
            WriteNumbers(stream, 0, 0, width, height);
            stream.Write([0, 8]);
            WriteBlocks(stream, Compress(palette?.Numbers(frame) ?? frame.Pixels));
        }

        stream.WriteByte(0x3B);
    }

    private static void WriteNumbers(Stream stream, params ReadOnlySpan<int> numbers)
    {
        Span<byte> bytes = stackalloc byte[2];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)number);
            stream.Write(bytes);
        }
    }

    private static void WriteBlocks(Stream stream, List<byte> data)
    {
        foreach (var block in data.Chunk(LongestBlock))
        {
            stream.WriteByte((byte)block.Length);
            stream.Write(block);
        }

        stream.WriteByte(0);
    }

    /// <summary>LZW as GIF has it (Welch, 1984): codes of 9 to 12 bits, the lowest bit first.</summary>
    private static List<byte> Compress(byte[] pixels)
    {
        var bits = new BitWriter();
        var known = new Dictionary<int, int>();
        var (next, size) = (EndCode + 1, 9);
        bits.Write(ClearCode, size);
        var current = (int)pixels[0];
        foreach (var pixel in pixels.AsSpan(1))
        {
            var longer = (current << 8) | pixel;
            if (known.TryGetValue(longer, out var code))
            {
                current = code;
                continue;
            }

            bits.Write(current, size);
            if (next == MostCodes)
            {
                bits.Write(ClearCode, size);
                known.Clear();
                (next, size) = (EndCode + 1, 9);
            }
            else
            {
                // The reader learns a code one step later, and reads the next one at the size that it needs then.
                size += next == 1 << size ? 1 : 0;
                known[longer] = next++;
            }

            current = pixel;
        }

        bits.Write(current, size);
        size += next == 1 << size && size < 12 ? 1 : 0;
        bits.Write(EndCode, size);
        return bits.Finish();
    }

    private sealed class BitWriter
    {
        private readonly List<byte> _bytes = [];
        private uint _pending;
        private int _count;

        public void Write(int code, int size)
        {
            _pending |= (uint)code << _count;
            for (_count += size; _count >= 8; _count -= 8)
            {
                _bytes.Add((byte)_pending);
                _pending >>= 8;
            }
        }

        public List<byte> Finish()
        {
            if (_count > 0)
            {
                _bytes.Add((byte)_pending);
            }

            return _bytes;
        }
    }
}
