using GanCluster.Core.Noise;

namespace GanCluster.Training.Networks;

/// <summary>A network's first weights, drawn from the run's seed alone.</summary>
public static class InitialWeights
{
    /// <param name="network">0 for G, 1 for D: each tensor of each network has a noise stream of its own.</param>
    public static void Fill(ParameterLayout layout, ulong seed, int network, Span<float> flat)
    {
        flat.Clear();
        for (var i = 0; i < layout.Entries.Length; i++)
        {
            var entry = layout.Entries[i];
            var stream = NoiseStream.Of(NoisePurpose.Weights, ((ulong)network << 32) | (uint)i);
            var values = flat.Slice(entry.Offset, entry.Count);
            var scale = (float)entry.Scale;
            switch (entry.Initial)
            {
                case Initial.Uniform:
                    Uniforms.Fill(seed, stream, 0, values);
                    Affine(values, 2 * scale, -scale);
                    break;
                case Initial.Normal or Initial.NormalAroundOne:
                    Normals.Fill(seed, stream, 0, values);
                    Affine(values, scale, entry.Initial == Initial.NormalAroundOne ? 1 : 0);
                    break;
            }
        }
    }

    private static void Affine(Span<float> values, float scale, float shift)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] * scale) + shift;
        }
    }
}
