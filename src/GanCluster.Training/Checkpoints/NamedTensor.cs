using System.Runtime.InteropServices;

namespace GanCluster.Training.Checkpoints;

/// <summary>A tensor on its way to or from a file: contiguous values in C order; an empty shape is a scalar.</summary>
public sealed record NamedTensor(string Name, long[] Shape, ReadOnlyMemory<float> Values)
{
    private const int FloatsPerChunk = 1 << 18;

    /// <summary>
    /// The values as little-endian bytes, chunk by chunk: a span of bytes can't cover the largest arrays of floats.
    /// libtorch runs on little-endian machines only, so memory already has the order of the file.
    /// </summary>
    internal void ForEachChunk(Action<ReadOnlySpan<byte>> use)
    {
        for (var rest = Values; !rest.IsEmpty; rest = rest[Math.Min(FloatsPerChunk, rest.Length)..])
        {
            use(MemoryMarshal.AsBytes(rest.Span[..Math.Min(FloatsPerChunk, rest.Length)]));
        }
    }
}
