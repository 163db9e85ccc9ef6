using System.Buffers.Binary;
using System.IO.Compression;
using GanCluster.Core;

namespace GanCluster.Training.Data;

/// <summary>The unsigned bytes of an IDX file in C order: (N, H, W) for images, (N) for labels.</summary>
public sealed record IdxData(int[] Shape, byte[] Values);

/// <summary>
/// Reads IDX files as MNIST's page defined them: two zero bytes, type 0x08 (unsigned byte), the number of dimensions,
/// each dimension as a big-endian 32-bit number, the values. A name that ends in <c>.gz</c> is decompressed.
/// </summary>
public static class IdxFile
{
    private const byte UnsignedByte = 0x08;
    private const int MaxDimensions = 4;

    /// <summary>Deflate can't do better than this, so no more is allocated than the file could hold.</summary>
    private const long MaxCompression = 1032;

    /// <exception cref="UserInputException">The file is missing, is damaged, or holds something else.</exception>
    public static IdxData Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var gzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
            using Stream stream = gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
            var shape = ReadShape(stream, path);
            var size = CheckedSize(shape, gzip ? file.Length * MaxCompression : file.Length, path);
            var values = new byte[size];
            stream.ReadExactly(values);
            return stream.ReadByte() < 0 ? new IdxData(shape, values) : throw new UserInputException(
                $"'{path}' is longer than its header says ([{string.Join(", ", shape)}]): replace it with a sound copy");
        }
        catch (InvalidDataException e)
        {
            throw new UserInputException(
                $"'{path}' is not a sound gzip file: replace it, or drop '.gz' from a plain file's name", e);
        }
        catch (EndOfStreamException e)
        {
            throw new UserInputException($"'{path}' is truncated: replace it with a whole copy", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{path}' can't be read ({e.Message}): check that it is there and readable", e);
        }
    }

    private static int[] ReadShape(Stream stream, string path)
    {
        Span<byte> number = stackalloc byte[4];
        stream.ReadExactly(number);
        if (number[0] != 0 || number[1] != 0 || number[2] != UnsignedByte || number[3] is 0 or > MaxDimensions)
        {
            throw new UserInputException($"'{path}' does not start like an IDX file of bytes (00 00 08 and 1 to {MaxDimensions} "
                + $"dimensions) but with {Convert.ToHexString(number)}: use an IDX file, gzipped if its name ends in .gz");
        }

        var shape = new int[number[3]];
        for (var i = 0; i < shape.Length; i++)
        {
            stream.ReadExactly(number);
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(number);
        }

        return shape;
    }

    private static int CheckedSize(int[] shape, long limit, string path)
    {
        long size = 1;
        foreach (var dimension in shape)
        {
            size = dimension is >= 0 && size <= int.MaxValue ? size * dimension : long.MaxValue;
        }

        return size <= Math.Min(limit, Array.MaxLength) ? (int)size : throw new UserInputException(
            $"'{path}' is truncated or damaged: its header says [{string.Join(", ", shape)}], "
            + "more than the file can hold; replace it");
    }
}
