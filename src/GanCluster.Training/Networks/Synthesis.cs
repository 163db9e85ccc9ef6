using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>From noise to samples.</summary>
internal static class Synthesis
{
    /// <param name="z">(N, the family's latent size)</param>
    /// <param name="coarser">
    /// The images that G's levels start from, coarsest first: real ones in training, where each level learns on its own; null:
    /// G's own. A generator of one part has none.
    /// </param>
    /// <returns>What each level made, coarsest first: the last are the samples.</returns>
    public static IReadOnlyList<Tensor> Make(
        NetworkSpec g,
        IReadOnlyList<Tensor> parameters,
        IBatchNorm norm,
        Tensor z,
        Tensor? labels,
        IReadOnlyList<Tensor>? coarser = null)
    {
        var own = g.Parts == 1 ? z : z.narrow(1, 0, z.shape[1] - g.LevelNoise);
        var made = new List<Tensor> { Network.Forward(g, parameters, norm, own, labels) };
        var used = own.shape[1];
        for (var part = 1; part < g.Parts; part++)
        {
            var image = Pyramid.Up((coarser ?? made)[part - 1]);
            var noise = z.narrow(1, used, image.shape[2] * image.shape[3]).reshape(image.shape);
            used += noise.shape[2] * noise.shape[3];
            made.Add(image + Network.Forward(g, parameters, norm, cat([image, noise], 1), labels, part));
        }

        return made;
    }
}
