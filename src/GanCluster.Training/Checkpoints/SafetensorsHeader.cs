using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace GanCluster.Training.Checkpoints;

/// <summary>Element types by their names in the format.</summary>
internal enum TensorType
{
    F32,
}

/// <summary>One tensor's place: <c>[Begin, End)</c> in bytes from the end of the header.</summary>
internal sealed record TensorEntry(string Name, TensorType Type, long[] Shape, long Begin, long End);

/// <summary>The header of a safetensors file: its entries in order of their place, checked against the file's length.</summary>
internal sealed record SafetensorsHeader(IReadOnlyList<TensorEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    public const int MaxHeaderBytes = 100_000_000;
    public const string MetadataKey = "__metadata__";
    private const int LengthBytes = 8;

    public static byte[] Format(IReadOnlyList<NamedTensor> ordered, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Advance(Clear(buffer.GetSpan(LengthBytes), LengthBytes));
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            WriteTensors(json, ordered);
            json.WriteEndObject();
        }

        while (buffer.WrittenCount % 8 != 0)
        {
            buffer.Write(" "u8);
        }

        var header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - LengthBytes);
        return header;
    }

    /// <summary>Leaves the stream at the first byte of the values.</summary>
    public static SafetensorsHeader Read(Stream stream, string where)
    {
        var available = stream.Length - stream.Position;
        if (available < LengthBytes)
        {
            throw new CheckpointException($"'{where}' is truncated: {available} bytes can't hold a safetensors header");
        }

        Span<byte> prefix = stackalloc byte[LengthBytes];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeaderBytes)
        {
            throw Foreign(prefix, where) ?? new CheckpointException(
                $"'{where}' has a safetensors header of {length} bytes; the limit is {MaxHeaderBytes}");
        }

        if (length < 2 || (long)length > available - LengthBytes)
        {
            throw Foreign(prefix, where) ?? new CheckpointException(
                $"'{where}' has a safetensors header of {length} bytes, "
                    + $"but the file has {available - LengthBytes} after its length");
        }

        var header = new byte[length];
        stream.ReadExactly(header);
        if (header[0] != '{')
        {
            throw Foreign(prefix, where) ?? new CheckpointException(
                $"'{where}' is not a safetensors file: its header does not start with '{{'");
        }

        return SafetensorsHeaderParser.Parse(header, available - LengthBytes - (long)length, where);
    }

    /// <summary>
    /// Called only once a file is known to be no safetensors file: a header length of 0x80 or 0x4B50 bytes starts like these.
    /// </summary>
    private static CheckpointException? Foreign(ReadOnlySpan<byte> prefix, string where)
    {
        var kind = prefix[0] == 0x80 ? "a Python pickle"
            : prefix.StartsWith("PK"u8) ? "a zip archive (a torch.save file?)"
            : null;
        return kind is null ? null : new CheckpointException(
            $"'{where}' is {kind}, not a safetensors file; pickles can run code and are never read");
    }

    private static int Clear(Span<byte> span, int count)
    {
        span[..count].Clear();
        return count;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject(MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteTensors(Utf8JsonWriter json, IReadOnlyList<NamedTensor> ordered)
    {
        long begin = 0;
        string? previous = null;
        foreach (var tensor in ordered)
        {
            CheckForWriting(tensor, previous);
            var end = begin + ((long)tensor.Values.Length * sizeof(float));
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", nameof(TensorType.F32));
            WriteNumbers(json, "shape", tensor.Shape);
            WriteNumbers(json, "data_offsets", [begin, end]);
            json.WriteEndObject();
            (begin, previous) = (end, tensor.Name);
        }
    }

    private static void CheckForWriting(NamedTensor tensor, string? previous)
    {
        if (string.Equals(tensor.Name, previous, StringComparison.Ordinal)
            || string.Equals(tensor.Name, MetadataKey, StringComparison.Ordinal))
        {
            throw new ArgumentException($"tensor name '{tensor.Name}' occurs twice or is reserved");
        }

        if (tensor.Shape.Aggregate(1L, (product, size) => checked(product * size)) != tensor.Values.Length)
        {
            throw new ArgumentException(
                $"tensor '{tensor.Name}' has shape [{string.Join(", ", tensor.Shape)}] but {tensor.Values.Length} values");
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
