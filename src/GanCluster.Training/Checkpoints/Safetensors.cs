using System.Runtime.InteropServices;

namespace GanCluster.Training.Checkpoints;

/// <summary>A safetensors file in memory: tensors in ordinal order of their names, and the header's metadata.</summary>
public sealed record SafetensorsFile(IReadOnlyList<NamedTensor> Tensors, IReadOnlyDictionary<string, string> Metadata);

/// <summary>
/// The safetensors format (github.com/huggingface/safetensors, README): 8 bytes of little-endian header length, a JSON
/// header, then the values without holes or overlaps. Reading runs no code and allocates nothing that was not checked first.
/// </summary>
public static class Safetensors
{
    /// <summary>Writes names and metadata in ordinal order, so equal contents give equal bytes.</summary>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved, or a shape does not fit its values.</exception>
    public static void Write(Stream stream, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var ordered = tensors.OrderBy(t => t.Name, StringComparer.Ordinal).ToArray();
        stream.Write(SafetensorsHeader.Format(ordered, metadata));
        foreach (var tensor in ordered)
        {
            tensor.ForEachChunk(stream.Write);
        }
    }

    /// <exception cref="CheckpointException">Any departure from the format, or a dtype other than F32.</exception>
    public static SafetensorsFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <param name="stream">Seekable; the file is everything from its position to its end.</param>
    /// <param name="where">What errors call the file.</param>
    /// <exception cref="CheckpointException">Any departure from the format, or a dtype other than F32.</exception>
    public static SafetensorsFile Read(Stream stream, string where)
    {
        var header = SafetensorsHeader.Read(stream, where);
        var tensors = new List<NamedTensor>(header.Entries.Count);
        foreach (var entry in header.Entries)
        {
            var values = new float[(entry.End - entry.Begin) / sizeof(float)];
            for (var rest = values.AsSpan(); !rest.IsEmpty; rest = rest[Math.Min(rest.Length, 1 << 18)..])
            {
                stream.ReadExactly(MemoryMarshal.AsBytes(rest[..Math.Min(rest.Length, 1 << 18)]));
            }

            tensors.Add(new NamedTensor(entry.Name, entry.Shape, values));
        }

        return new SafetensorsFile([.. tensors.OrderBy(t => t.Name, StringComparer.Ordinal)], header.Metadata);
    }
}
