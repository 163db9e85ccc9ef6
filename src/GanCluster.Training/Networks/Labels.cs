using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>Labels as networks take them.</summary>
internal static class Labels
{
    /// <returns>(labels, classes) on the CPU; null without classes.</returns>
    public static Tensor? OneHot(ReadOnlySpan<int> labels, int classes)
    {
        if (classes == 0)
        {
            return null;
        }

        var rows = zeros(labels.Length, classes);
        var values = MemoryMarshal.Cast<byte, float>(rows.bytes);
        for (var i = 0; i < labels.Length; i++)
        {
            values[(i * classes) + labels[i]] = 1;
        }

        return rows;
    }

    /// <summary>Of samples first .. first + count - 1 where none was asked for: every class in turn.</summary>
    public static int[] InTurn(int first, int count, int classes) =>
        [.. Enumerable.Range(first, count).Select(i => i % Math.Max(1, classes))];
}
