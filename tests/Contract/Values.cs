using static TorchSharp.torch;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace GanCluster.Contract.Tests;

/// <summary>Tensors with known elements, and elements back.</summary>
internal static class Values
{
    internal static float[] Of(Tensor tensor)
    {
        using var detached = tensor.detach();
        return detached.data<float>().ToArray();
    }

    internal static void AreEqual(float[] expected, Tensor actual, float tolerance = 1e-5f)
    {
        var values = Of(actual);
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - values[i]) <= tolerance * (1 + Math.Abs(expected[i])),
                $"element {i}: expected {expected[i]}, got {values[i]}");
        }
    }

    /// <summary>Smooth, unequal numbers between -1 and 1.</summary>
    internal static Tensor Wave(long[] shape, double phase = 0) => WaveOfDoubles(shape, phase).to(float32);

    internal static Tensor WaveOfDoubles(long[] shape, double phase = 0)
    {
        var values = new double[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Sin((1.7 * i) + phase);
        }

        return tensor(values, shape);
    }
}
