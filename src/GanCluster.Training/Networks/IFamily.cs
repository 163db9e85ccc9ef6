using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>
/// Networks that fit each other, as layers. These must follow from the configuration alone: every process of a run makes them
/// for itself.
/// </summary>
public interface IFamily
{
    /// <summary>A sample's: (1, H, H) for grey images in [-1, 1], (2) for points, of which pictures show those within
    /// 2.5.</summary>
    IReadOnlyList<long> Shape { get; }

    /// <summary>G, from z, (N, <c>latent.size</c>), to samples, (N, <see cref="Shape"/>). What labels add:
    /// <see cref="NetworkInputs"/>.</summary>
    IEnumerable<Layer> Generator(RunConfiguration configuration);

    /// <summary>D, from samples to their logits, (N). What labels and packing add: <see cref="NetworkInputs"/>.</summary>
    IEnumerable<Layer> Discriminator(RunConfiguration configuration);
}
