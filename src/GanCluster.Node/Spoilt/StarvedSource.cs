using GanCluster.Core.Noise;
using GanCluster.Training.Data;

namespace GanCluster.Node.Spoilt;

/// <summary>Images of some classes alone: one of another class gives way to the next that is kept, in the order of the set.</summary>
internal sealed class StarvedSource(IDataSource source, IReadOnlyList<byte> labels, int kept) : IDataSource
{
    public long? Count => source.Count;

    public IReadOnlyList<long> Shape => source.Shape;

    public int ValuesPerSample => source.ValuesPerSample;

    /// <summary>A mixture's samples of its first modes.</summary>
    internal static MixtureDataSource Of(MixtureSpec mixture, ulong seed, int kept) => new(
        mixture,
        index => (int)Uniforms.Integer(seed, NoiseStream.Of(NoisePurpose.Mixture, 0), (ulong)index, kept),
        (index, pair) => Normals.Fill(seed, NoiseStream.Of(NoisePurpose.Mixture, 1), 2 * (ulong)index, pair));

    public long IndexAt(long position)
    {
        var first = source.IndexAt(position);
        for (var i = 0; i < labels.Count; i++)
        {
            var index = (first + i) % labels.Count;
            if (labels[(int)index] < kept)
            {
                return index;
            }
        }

        throw new InvalidOperationException($"none of {labels.Count} labels is below {kept}");
    }

    public void Copy(long index, Span<float> sample) => source.Copy(index, sample);

    public int LabelOf(long index) => source.LabelOf(index);
}
