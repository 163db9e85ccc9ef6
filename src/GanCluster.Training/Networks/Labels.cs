using System.Runtime.InteropServices;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Networks;

/// <summary>Labels as networks take them.</summary>
internal static class Labels
{
    /// <returns>(labels) int64 on the CPU; null without classes.</returns>
    public static Tensor? Of(ReadOnlySpan<int> labels, int classes)
    {
        if (classes == 0)
        {
            return null;
        }

        var tensor = empty(labels.Length, ScalarType.Int64);
        var values = MemoryMarshal.Cast<byte, long>(tensor.bytes);
        for (var i = 0; i < labels.Length; i++)
        {
            values[i] = labels[i];
        }

        return tensor;
    }

    /// <param name="labels">(N) int64</param>
    /// <returns>(N, classes)</returns>
    public static Tensor OneHot(Tensor labels, int classes, ScalarType type) => F.one_hot(labels, classes).to(type);

    /// <summary>Of samples first .. first + count - 1 where none was asked for: every class in turn.</summary>
    public static int[] InTurn(int first, int count, int classes) =>
        [.. Enumerable.Range(first, count).Select(i => i % Math.Max(1, classes))];
}
