using System.Collections.Immutable;

namespace GanCluster.Training.Networks;

/// <summary>How a parameter starts.</summary>
public enum Initial
{
    /// <summary>Normal with standard deviation <see cref="ParameterEntry.Scale"/> around 0.</summary>
    Normal,

    /// <summary>Normal with standard deviation <see cref="ParameterEntry.Scale"/> around 1.</summary>
    NormalAroundOne,

    /// <summary>Uniform on [-Scale, Scale).</summary>
    Uniform,

    Zero,
}

/// <param name="Name">Such as <c>0.weight</c>: the layer's place and the parameter's name, as in a PyTorch Sequential.</param>
/// <param name="Offset">In floats, from the flat buffer's start.</param>
public sealed record ParameterEntry(string Name, long[] Shape, int Offset, int Count, Initial Initial, double Scale);

/// <summary>
/// Where a network's parameters lie in its flat buffer: in layer order, each at a 64-byte boundary, the gaps zero. One buffer a
/// network makes the optimizer, the exchange and the hash one call each.
/// </summary>
public sealed class ParameterLayout
{
    private const int Alignment = 16;

    private ParameterLayout(NetworkSpec spec, ImmutableArray<ParameterEntry> entries)
    {
        Spec = spec;
        Entries = entries;
        Length = entries.IsEmpty ? 0 : Aligned(entries[^1].Offset + entries[^1].Count);
    }

    public NetworkSpec Spec { get; }

    public ImmutableArray<ParameterEntry> Entries { get; }

    /// <summary>Floats in the flat buffer.</summary>
    public int Length { get; }

    public static ParameterLayout Of(NetworkSpec spec)
    {
        var entries = ImmutableArray.CreateBuilder<ParameterEntry>();
        var offset = 0;
        foreach (var (name, shape, initial, scale) in spec.Layers.SelectMany(Named))
        {
            var count = checked((int)shape.Aggregate(1L, (product, size) => product * size));
            entries.Add(new ParameterEntry(name, shape, offset, count, initial, scale));
            offset = Aligned(offset + count);
        }

        return new ParameterLayout(spec, entries.ToImmutable());
    }

    /// <summary>How many parameters the parts of a network before this one have.</summary>
    internal static int CountBefore(NetworkSpec spec, int part) => spec.Layers.Take(part).Sum(layer => Parameters(layer).Count());

    private static IEnumerable<Parameter> Named(Layer layer, int place) =>
        Parameters(layer).Select(p => p with { Name = $"{place}.{p.Name}" });

    /// <summary>
    /// Convolutions and batch norm start as in DCGAN (Radford et al., 2016): N(0, 0.02), unless they say otherwise, and
    /// N(1, 0.02); linear layers as in PyTorch: uniform within 1 / sqrt(inputs).
    /// </summary>
    private static IEnumerable<Parameter> Parameters(Layer layer) => layer switch
    {
        Layer.Linear linear =>
            [Linear("weight", linear.Inputs, linear.Outputs, linear.Inputs), Linear("bias", linear.Inputs, linear.Outputs)],
        Layer.Conv2d conv =>
        [
            new("weight", [conv.Outputs, conv.Inputs, conv.Kernel, conv.Kernel], Initial.Normal, conv.Deviation),
            .. Bias(conv.HasBias, conv.Outputs),
        ],
        Layer.ConvTranspose2d conv =>
        [
            new("weight", [conv.Inputs, conv.Outputs, conv.Kernel, conv.Kernel], Initial.Normal, conv.Deviation),
            .. Bias(conv.HasBias, conv.Outputs),
        ],
        Layer.BatchNorm norm =>
            [new("weight", [norm.Features], Initial.NormalAroundOne, 0.02), .. Bias(true, norm.Features)],
        Layer.Projection projection =>
        [
            Linear("weight", projection.Features, 1, projection.Features),
            Linear("bias", projection.Features, 1),
            Linear("embedding", projection.Features, projection.Classes, projection.Features),
        ],
        Layer.Residual residual => residual.Branch.SelectMany(Named),
        Layer.Part part => part.Layers.SelectMany(Named),
        _ => [],
    };

    private static Parameter Linear(string name, int inputs, params long[] shape) =>
        new(name, shape, Initial.Uniform, 1 / Math.Sqrt(inputs));

    private static Parameter[] Bias(bool has, int outputs) => has ? [new("bias", [outputs], Initial.Zero, 0)] : [];

    private static int Aligned(int count) => (count + Alignment - 1) / Alignment * Alignment;

    private readonly record struct Parameter(string Name, long[] Shape, Initial Initial, double Scale);
}
