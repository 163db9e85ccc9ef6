using System.Collections.Immutable;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <param name="Name">As <c>named_parameters</c> gives it, such as <c>main.0.weight</c>.</param>
/// <param name="Offset">In floats, from the flat buffer's start.</param>
public sealed record ParameterEntry(string Name, long[] Shape, int Offset, int Count);

/// <summary>
/// Where a network's tensors lie in a flat buffer: in the order they come, each at a 64-byte boundary, the gaps zero. One buffer a
/// network makes the optimizer, the exchange and the hash one call each.
/// </summary>
public sealed class ParameterLayout
{
    private const int Alignment = 16;

    private ParameterLayout(ImmutableArray<ParameterEntry> entries)
    {
        Entries = entries;
        Length = entries.IsEmpty ? 0 : Aligned(entries[^1].Offset + entries[^1].Count);
    }

    public ImmutableArray<ParameterEntry> Entries { get; }

    /// <summary>Floats in the flat buffer.</summary>
    public int Length { get; }

    public static ParameterLayout Of(IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        var entries = ImmutableArray.CreateBuilder<ParameterEntry>();
        var offset = 0;
        foreach (var (name, tensor) in tensors)
        {
            var count = checked((int)tensor.numel());
            entries.Add(new ParameterEntry(name, tensor.shape, offset, count));
            offset = Aligned(offset + count);
        }

        return new ParameterLayout(entries.ToImmutable());
    }

    /// <summary>The tensors of a flat buffer in their shapes, for an owner that disposes them.</summary>
    /// <param name="flat">(<see cref="Length"/>)</param>
    public Tensor[] ViewsOf(Tensor flat) =>
    [
        .. Entries.Select(e =>
        {
            using var part = flat.narrow(0, e.Offset, e.Count);
            return part.view(e.Shape).DetachFromDisposeScope();
        }),
    ];

    private static int Aligned(int count) => (count + Alignment - 1) / Alignment * Alignment;
}
