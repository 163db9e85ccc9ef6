using GanCluster.Core.Noise;
using GanCluster.Training.Measures;

namespace GanCluster.Training.Tests.Measures;

/// <summary>Sets of vectors to measure.</summary>
internal static class Samples
{
    internal static SampleMatrix Of(int size, params double[] values) => new(values, values.Length / size, size);

    /// <summary>Standard normals, of a stream of their own for each seed.</summary>
    internal static SampleMatrix Normal(int count, int size, ulong seed)
    {
        var values = new float[count * size];
        Normals.Fill(seed, NoiseStream.Of(NoisePurpose.Evaluation), 0, values);
        return new SampleMatrix([.. values.Select(v => (double)v)], count, size);
    }

    internal static SampleMatrix Map(this SampleMatrix samples, Func<double, double> map) =>
        new([.. samples.Values.Select(map)], samples.Count, samples.Size);

    internal static SampleMatrix Shuffled(this SampleMatrix samples)
    {
        var order = new SampleOrder(5, samples.Count);
        return new SampleMatrix(
            [.. Enumerable.Range(0, samples.Count).SelectMany(i => samples.Row((int)order.IndexAt(i)).ToArray())],
            samples.Count,
            samples.Size);
    }

    /// <summary>The same row again and again.</summary>
    internal static SampleMatrix Constant(int count, params double[] row) =>
        new([.. Enumerable.Repeat(row, count).SelectMany(r => r)], count, row.Length);
}
