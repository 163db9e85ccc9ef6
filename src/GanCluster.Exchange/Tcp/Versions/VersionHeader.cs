using System.Collections.Immutable;
using System.Text;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Tcp.Versions;

/// <summary>What a version holds: its step and course, and each tensor's name and shape.</summary>
internal sealed record VersionHeader(long Step, int Course, ImmutableArray<VersionHeader.Tensor> Tensors)
{
    public const int MaxBytes = 8 << 20;
    private const int MaxTensors = 10_000;
    private const int MaxName = 512;
    private const int MaxRank = 8;

    public static VersionHeader Of(VersionSnapshot version) =>
        new(version.Step, version.Course, [.. version.Tensors.Select(t => new Tensor(t.Name, t.Shape, t.Values.Length))]);

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Step);
        writer.Write(Course);
        writer.Write(Tensors.Length);
        foreach (var tensor in Tensors)
        {
            var name = Encoding.UTF8.GetBytes(tensor.Name);
            writer.Write((ushort)name.Length);
            writer.Write(name);
            writer.Write((byte)tensor.Shape.Length);
            foreach (var size in tensor.Shape)
            {
                writer.Write(size);
            }
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <param name="maxBytes">Of all tensors together.</param>
    /// <exception cref="InvalidDataException">It is malformed, or announces too much.</exception>
    public static VersionHeader Parse(byte[] bytes, long maxBytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            var (step, course) = (reader.ReadInt64(), reader.ReadInt32());
            Check(course >= 0, "its course is malformed");
            var count = reader.ReadInt32();
            Check(count is >= 0 and <= MaxTensors, "it announces too many tensors");
            var tensors = new List<Tensor>();
            for (var i = 0; i < count; i++)
            {
                tensors.Add(ParseTensor(reader));
            }

            Check(tensors.Sum(t => (long)t.Length * sizeof(float)) <= maxBytes, "it announces too many bytes");
            Check(reader.BaseStream.Position == bytes.Length, "its header is too long");
            return new VersionHeader(step, course, [.. tensors]);
        }
        catch (EndOfStreamException end)
        {
            throw new InvalidDataException("the version was refused: its header is too short", end);
        }
    }

    private static Tensor ParseTensor(BinaryReader reader)
    {
        var length = reader.ReadUInt16();
        Check(length <= MaxName, "a tensor's name is too long");
        var name = reader.ReadBytes(length);
        var rank = reader.ReadByte();
        Check(name.Length == length && rank <= MaxRank, "a tensor's shape is malformed");
        var shape = new long[rank];
        var floats = 1L;
        for (var i = 0; i < rank; i++)
        {
            shape[i] = reader.ReadInt64();
            Check(shape[i] is >= 0 and <= int.MaxValue && floats * shape[i] <= int.MaxValue, "a tensor is too large");
            floats *= shape[i];
        }

        return new Tensor(Encoding.UTF8.GetString(name), [.. shape], (int)floats);
    }

    private static void Check(bool holds, string fault)
    {
        if (!holds)
        {
            throw new InvalidDataException($"the version was refused: {fault}");
        }
    }

    /// <param name="Length">The product of the shape.</param>
    internal sealed record Tensor(string Name, ImmutableArray<long> Shape, int Length);
}
