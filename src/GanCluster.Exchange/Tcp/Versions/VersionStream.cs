using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tcp.Versions;

/// <summary>A version on the wire: its header's length and header, the tensors' floats, the hash of header and floats.</summary>
internal static class VersionStream
{
    private const int ChunkBytes = 1 << 20;
    private const int HashBytes = 16;

    /// <summary>Small tensors go together: alone each would be a packet, and in TLS a record.</summary>
    private const int GatheredBytes = 64 << 10;

    public static void Write(Stream to, VersionSnapshot version, Traffic traffic)
    {
        var stream = new BufferedStream(to, GatheredBytes);
        var header = VersionHeader.Of(version).ToBytes();
        var hash = new XxHash128();
        stream.Write(BitConverter.GetBytes(header.Length));
        WriteHashed(stream, header, hash);
        foreach (var tensor in version.Tensors)
        {
            var floats = tensor.Values;
            for (; floats.Length > 0; floats = floats[Math.Min(ChunkBytes / sizeof(float), floats.Length)..])
            {
                var chunk = MemoryMarshal.AsBytes(floats.Span[..Math.Min(ChunkBytes / sizeof(float), floats.Length)]);
                WriteHashed(stream, chunk, hash);
                traffic.AddSent(chunk.Length);
            }
        }

        stream.Write(hash.GetCurrentHash());
        stream.Flush();
    }

    /// <exception cref="InvalidDataException">The stream is no version, or was corrupted.</exception>
    /// <exception cref="EndOfStreamException">It was cut off.</exception>
    public static VersionSnapshot Read(Stream stream, long maxBytes, Traffic traffic)
    {
        var hash = new XxHash128();
        var lengthBytes = new byte[sizeof(int)];
        stream.ReadExactly(lengthBytes);
        var length = BinaryPrimitives.ReadInt32LittleEndian(lengthBytes);
        if (length is < 0 or > VersionHeader.MaxBytes)
        {
            throw new InvalidDataException("the version was refused: its header is too long");
        }

        var headerBytes = new byte[length];
        stream.ReadExactly(headerBytes);
        hash.Append(headerBytes);
        var header = VersionHeader.Parse(headerBytes, maxBytes);
        var tensors = ImmutableArray.CreateBuilder<VersionTensor>(header.Tensors.Length);
        foreach (var tensor in header.Tensors)
        {
            tensors.Add(new VersionTensor(tensor.Name, tensor.Shape, ReadFloats(stream, tensor.Length, hash, traffic)));
        }

        var trailer = new byte[HashBytes];
        stream.ReadExactly(trailer);
        return trailer.AsSpan().SequenceEqual(hash.GetCurrentHash())
            ? new VersionSnapshot(header.Step, tensors.MoveToImmutable(), header.Course)
            : throw new InvalidDataException("the version was refused: its hash is wrong, for it was corrupted on the way");
    }

    private static float[] ReadFloats(Stream stream, int length, XxHash128 hash, Traffic traffic)
    {
        var floats = GC.AllocateUninitializedArray<float>(length);
        var bytes = MemoryMarshal.AsBytes(floats.AsSpan());
        while (bytes.Length > 0)
        {
            var chunk = bytes[..Math.Min(ChunkBytes, bytes.Length)];
            stream.ReadExactly(chunk);
            hash.Append(chunk);
            traffic.AddReceived(chunk.Length);
            bytes = bytes[chunk.Length..];
        }

        return floats;
    }

    private static void WriteHashed(Stream stream, ReadOnlySpan<byte> bytes, XxHash128 hash)
    {
        stream.Write(bytes);
        hash.Append(bytes);
    }
}
