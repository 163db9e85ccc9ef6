using static TorchSharp.torch;

namespace GanCluster.Training.Tests;

/// <summary>Tensors with known elements, and elements back.</summary>
internal static class Tensors
{
    internal static float[] Floats(Tensor tensor)
    {
        using var detached = tensor.detach();
        return detached.data<float>().ToArray();
    }

    /// <summary>Of a tensor of one element.</summary>
    internal static double Number(Tensor one) => one.to(ScalarType.Float64).item<double>();

    /// <summary>Smooth, unequal numbers between -1 and 1.</summary>
    internal static Tensor Wave(long[] shape, double phase = 0) => WaveOfDoubles(shape, phase).to(ScalarType.Float32);

    internal static Tensor WaveOfDoubles(long[] shape, double phase = 0)
    {
        var values = Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size));
        return tensor([.. values.Select(i => Math.Sin((1.7 * i) + phase))], shape);
    }
}
