using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;

namespace GanCluster.Training.Trials;

/// <summary>Stand in for real samples, whose reading may take long: uniform in [-1, 1), every label in turn.</summary>
internal sealed class MadeSamples(RunConfiguration run, int classes) : IDataReader
{
    public void Read(ReadOnlySpan<long> positions, Span<float> destination, Span<int> labels, IReadObserver observer)
    {
        Fill(destination);
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = i % classes;
        }
    }

    public void Fill(Span<float> samples)
    {
        Uniforms.Fill(run.Seed, NoiseStream.Of(NoisePurpose.Evaluation), 0, samples);
        foreach (ref var value in samples)
        {
            value = (2 * value) - 1;
        }
    }
}
