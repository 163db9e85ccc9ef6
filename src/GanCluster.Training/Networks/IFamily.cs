using GanCluster.Core.Runs;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>Networks that fit each other. A module is of one of the two <see cref="Forms"/>.</summary>
internal interface IFamily
{
    /// <summary>A sample's: (C, H, W) for images in [-1, 1], (2) for points, of which pictures show those within 2.5.</summary>
    /// <param name="run">Resolved, as for all that is asked here.</param>
    IReadOnlyList<long> Shape(RunConfiguration run);

    /// <summary>Whether G starts from <see cref="Srgan.Low"/> of a real image, not from noise.</summary>
    bool Upscales => false;

    /// <summary>All the noise of a sample: z as G takes it is (N, its size).</summary>
    LatentOptions Latent(RunConfiguration run) => run.Latent;

    /// <summary>Whether a network is told labels.</summary>
    bool TakesLabels(RunConfiguration run) => run.Conditioning != "none";

    nn.Module Generator(RunConfiguration run, FirstWeights first);

    nn.Module Discriminator(RunConfiguration run, FirstWeights first);
}
