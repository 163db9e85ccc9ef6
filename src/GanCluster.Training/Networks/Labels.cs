using System.Runtime.InteropServices;
using GanCluster.Training.Devices;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Networks;

/// <summary>Labels as networks take them.</summary>
internal static class Labels
{
    /// <param name="memory">Of the device that they are for; null: the processor.</param>
    /// <returns>(labels) int64; null without classes.</returns>
    public static Tensor? Of(ReadOnlySpan<int> labels, int classes, IDeviceMemory? memory = null)
    {
        if (classes == 0)
        {
            return null;
        }

        memory ??= HostMemory.Instance;
        var tensor = memory.Host([labels.Length], ScalarType.Int64);
        var values = MemoryMarshal.Cast<byte, long>(tensor.bytes);
        for (var i = 0; i < labels.Length; i++)
        {
            values[i] = labels[i];
        }

        return memory.ToDevice(tensor);
    }

    /// <param name="labels">(N) int64</param>
    /// <returns>(N, classes)</returns>
    public static Tensor OneHot(Tensor labels, int classes, ScalarType type) => F.one_hot(labels, classes).to(type);

    /// <summary>Of samples first .. first + count - 1 where none was asked for: every class in turn.</summary>
    public static int[] InTurn(int first, int count, int classes) =>
        [.. Enumerable.Range(first, count).Select(i => i % Math.Max(1, classes))];
}
