using GanCluster.Core.Ledger;
using GanCluster.Core.Noise;
using GanCluster.Core.Shards;

namespace GanCluster.Training.Data;

/// <summary>Writes the two standard normals of the stream's sample number <paramref name="index"/>.</summary>
public delegate void DrawNormalPair(long index, Span<float> pair);

/// <summary>
/// An endless stream from a mixture, divided by <see cref="MixtureSpec.Scale"/>. Sample number p is made from the mode and
/// the normals that the delegates give for p, so it is the same wherever it is made.
/// </summary>
public sealed class MixtureDataSource(MixtureSpec spec, Func<long, int> modeOf, DrawNormalPair drawNormals) : IDataSource
{
    /// <summary>As a run of that seed draws it.</summary>
    public static MixtureDataSource Of(MixtureSpec mixture, ulong seed) => new(
        mixture,
        index => (int)Uniforms.Integer(seed, NoiseStream.Of(NoisePurpose.Mixture, 0), (ulong)index, mixture.Means.Count),
        (index, pair) => Normals.Fill(seed, NoiseStream.Of(NoisePurpose.Mixture, 1), 2 * (ulong)index, pair));

    /// <summary>As a run of that seed draws it where each replica has modes of its own: its sample at a position is of one of
    /// these, each as often. A mode of several replicas is drawn by each of them anew.</summary>
    public static MixtureDataSource Of(MixtureSpec mixture, ulong seed, SamplePlan plan, ClassDeal deal)
    {
        var modes = Enumerable.Range(0, plan.Replicas).Select(deal.Of).ToArray();
        return new(
            mixture,
            index =>
            {
                var own = modes[plan.ReplicaOf(index)];
                return own[(int)Uniforms.Integer(seed, NoiseStream.Of(NoisePurpose.Mixture, 0), (ulong)index, own.Count)];
            },
            (index, pair) => Normals.Fill(seed, NoiseStream.Of(NoisePurpose.Mixture, 1), 2 * (ulong)index, pair));
    }

    public long? Count => null;

    public IReadOnlyList<long> Shape => [2];

    public int ValuesPerSample => 2;

    public long IndexAt(long position) => position;

    public void Copy(long index, Span<float> sample)
    {
        drawNormals(index, sample);
        var (x, y) = spec.Means[modeOf(index)];
        sample[0] = (x + (spec.Sigma * sample[0])) / spec.Scale;
        sample[1] = (y + (spec.Sigma * sample[1])) / spec.Scale;
    }
}
